"""The words of go-aheads, rejections and thanks, by language.

`filler` are words that may stand beside them and say nothing alone. Written for this project; a
text counts only if every one of its words is listed (`reading.words`).
"""

_Words = dict[str, str]

ENGLISH: _Words = {
    "go": "absolutely affirmative agreed ahead approved aye carry confirmed continue correct "
    "definitely go going indeed k keep kk lgtm next ok okay okey onward onwards please "
    "proceed resume sure y yea yeah yep yes yessir yup",
    "weak_go": "agree begin do execute fine good implement love on right sense ship start works",
    "no": "again broken failing fails incorrect redo wrong",
    "weak_no": "didn't doesn't isn't nah no nope not same still",
    "thanks": "amazing awesome brilliant cheers cool excellent fantastic great hello hey hi lovely "
    "nice perfect sweet thank thanks thankyou thx ty wonderful",
    "filler": "a above ah ahh all an and any as asked at b back be before bit both but by bye c "
    "can course d did didn't does doesn't done else exactly far first for free from "
    "fun goes gonna got haha happy have here hm hmm i i'd i'm idea in into is it it's "
    "just last let let's like looks lot me mean more most much my never nice nothing "
    "now of oh once one one's only option plan pls plz point pretty properly proposal "
    "proposed quite really remaining rest revert right said second see so sounds step "
    "steps still straight such suggested that that's thats the them then there these "
    "things think third this tho those though through time times to today too truly "
    "uh um undo very wanna want wanted was way we well with without would wow yet you "
    "your yourself",
}
GERMAN: _Words = {
    "go": "abgemacht bitte einverstanden fortfahren freigegeben genau gerne ja jawohl jep jepp "
    "jo klar leg los mach mache machen ok okay passt setz starte weiter weitermachen",
    "weak_go": "fang gut",
    "no": "falsch nochmal nochmals",
    "weak_no": "ne nee nein nicht nö stimmt",
    "thanks": "dank danke dankeschön hallo perfekt prima spitze super toll wunderbar",
    "filler": "ab alles also an auch aus bis da dafür dann das dem den der die diesen ein eine "
    "einfach einmal er erste ersten erstmal es freigabe für gefällt geht genauso gern "
    "gut hab hier hin ich ihr immer in ist ist's jetzt kannst klingt können lass leg "
    "los machs mal mir mit nach noch nur nächsten nächster ordentlich passt richtig "
    "ruhig schon schritt schritte schön sehr sie sieht sind so soweit stück um "
    "umsetzen und vielen vor vorgeschlagen vorschlag war weiter wie wir wollte zu "
    "zweite zweiten",
}
SPANISH: _Words = {
    "go": "adelante avanza comienza continua continuar continúa correcto dale empieza hazlo ok "
    "procede seguimos si sigamos sigue sí vale venga",
    "no": "falso incorrecto rehazlo repite vuelve",
    "weak_no": "mal otra",
    "thanks": "buenas estupendo excelente fenomenal genial gracias hola perfecto",
    "filler": "a adelante ahora al así bien bueno claro con cuando de del el en era eres eso "
    "esto está favor gusta hasta la las lo los me mil muchas mucho muy más nada nuevo "
    "opción parece paso plan por primera puedes que quería segunda siguiente tal te "
    "todo un una va vez y ya",
}
FRENCH: _Words = {
    "go": "accord allez allez-y allons continue continuez d'accord fais-le go lance ok ouais "
    "oui parfaitement poursuis poursuivez procède procédez vas vas-y y",
    "no": "faux incorrect mauvais recommence refais",
    "weak_no": "non",
    "thanks": "bonjour génial impeccable merci parfait salut super top",
    "filler": "a ainsi allons avec beaucoup bien bon c'est ce ceci cela celui ces ceux ci comme "
    "convient de deuxième du en encore est et exactement ici il je jusqu l la le les "
    "ma me mille moi même n ne on par pas plait plan plaît plus pour première propose "
    "proposes proposé puis que qui s'il se si suivant suivante sur te tout très tu un "
    "une va voulais vous à ça étape",
}
PORTUGUESE: _Words = {
    "go": "avance avança claro continua continuar continue faça manda ok pode positivo "
    "prossegue prosseguir prossiga segue seguir siga vai",
    "weak_go": "isso sim",
    "no": "errado novamente outra refazer refaça repita",
    "weak_no": "não",
    "thanks": "beleza excelente obrigada obrigado olá perfeito valeu ótimo",
    "filler": "a agora aqui assim até bom com das de do dos e ele em era essa esse esta este está "
    "eu favor faz fazer gostei isso já mais me mesmo muito na nada no o os para passo "
    "pelo plano pode podes por primeira próxima próximo que queria segunda te tem tudo tá "
    "um uma vez você",
}
ITALIAN: _Words = {
    "go": "avanti certo confermo continua esatto fallo ok procedi procediamo prosegui sì va vai",
    "no": "daccapo rifai rifallo ripeti sbagliato",
    "weak_no": "nuovo",
    "thanks": "benissimo ciao grande grazie ottimo perfetto",
    "filler": "a adesso al alla anche andare avanti bene che ci col come con così del della di e "
    "era fai fare fino giusto grande il in la le lo ma mi mille molto non nuovo ok "
    "opzione ora passo per piace piano poi prego prima prossimo puoi quello questo qui "
    "seconda si sono su ti tutto un una va volevo è",
}
RUSSIAN: _Words = {
    "go": "ага валяй верно да давай дальше конечно начинай ок окей подтверждаю поехали "
    "приступай продолжай продолжайте сделай точно угу",
    "weak_go": "хорошо",
    "no": "заново неверно неправильно опять переделай снова",
    "weak_no": "неа нет",
    "thanks": "благодарю классно отлично привет спасибо супер",
    "filler": "а большое в вариант вот все всё второй давайте делай до ещё и идём именно к как мне "
    "можно мы на нас не нравится ну о он очень первый план по подходит пожалуйста пока "
    "понял понятно раз с сейчас следующий так тебе теперь то только ты уже устраивает "
    "хотел что шаг это я",
}
DUTCH: _Words = {
    "go": "akkoord doe graag ja jep klopt ok oké prima verder zeker",
    "weak_go": "begin goed",
    "no": "fout opnieuw verkeerd",
    "weak_no": "nee niet",
    "thanks": "bedankt dank dankjewel dankje geweldig hallo hartelijk perfect top",
    "filler": "aan alsjeblieft alstublieft dan dat de die dit doorgaan door er ga gaan graag "
    "het hoor is je jij maar maak maar mee met mij nog nu stap stappen tweede u van "
    "volgende voor voorstel vraag was we wel werk ziet zo zoals",
}
POLISH: _Words = {
    "go": "dalej dawaj dobra jasne kontynuuj ok pewnie śmiało tak zgoda zrób zgadza",
    "weak_go": "dobrze",
    "no": "jeszcze ponownie źle błędnie",
    "weak_no": "nie",
    "thanks": "dzięki dziękuję cześć świetnie super wielkie",
    "filler": "bardzo co do i ja jak jest krok następny plan po proszę raz się tego ten to w "
    "według wszystko za",
}
TURKISH: _Words = {
    "go": "devam evet olur peki tabii tamam",
    "weak_go": "başla et yap",
    "no": "tekrar yanlış yeniden",
    "weak_no": "hayir hayır olmadı",
    "thanks": "harika mükemmel sağol teşekkür teşekkürler merhaba",
    "filler": "adım adıma böyle bu bunu çok de ediyorum ederim edebilirsin edin güzel lütfen plan "
    "planı sonraki uygula",
}
SWEDISH: _Words = {
    "go": "fortsätt gärna ja japp jo kör okej ok visst",
    "weak_go": "bra",
    "no": "fel igen",
    "weak_no": "nej",
    "thanks": "hej perfekt tack toppen",
    "filler": "du det den det fint för gör hjälpen inte med mycket på så ser snälla stämmer steg "
    "nästa ut vidare",
}
# English phrases whose words alone could be part of any order.
PHRASES: dict[str, str] = {
    "go": r"(?:build|run|start|ship|implement|execute) (?:it|this|that)(?: all)?"
    r"|(?:implement|execute|follow|like|love|approve|with) (?:the|this|that|your) plan"
    r"|(?:with|take|use|the) (?:first|second|third|last) (?:option|one)|next (?:step|part)",
    "no": r"(?:try|attempt) (?:it )?again|same (?:error|problem|issue)|still fails?"
    r"|(?:did|does|is)(?: not|n't)(?: work(?:ing)?| fix it| help)",
    "thanks": r"(?:great|good|nice|amazing|excellent) (?:job|work)|well done",
}
LANGUAGES = (
    ENGLISH,
    GERMAN,
    SPANISH,
    FRENCH,
    PORTUGUESE,
    ITALIAN,
    RUSSIAN,
    DUTCH,
    POLISH,
    TURKISH,
    SWEDISH,
)
# Languages that set no spaces, in pieces of which a text has to consist: the longest first.
PIECES: dict[str, str] = {
    "no": "不对 不是 错了 重新做 重做 重新 再来一次 再试一次 不行 いいえ 違います 違う "
    "やり直してください やり直して やり直し もう一度 아니요 아니 다시 틀렸어요 틀렸어",
    "go": "请继续 继续 好的 好 可以 是的 对 行 没问题 下一步 按计划 执行 进行 吧 做 請繼續 繼續 "
    "はい 続けてください 続けて 続き お願いします お願い 進めてください 進めて 次へ 次 いいです "
    "네 예 응 계속해주세요 계속해 계속 진행해주세요 진행해 진행 좋아요 좋습니다 해주세요 해줘",
    "thanks": "谢谢 多谢 感谢 你好 太好了 ありがとうございます ありがとう 完璧 "
    "감사합니다 고마워요 고마워",
    "filler": "你 了 这样 就 按 这个 方案 よ ね 요",
}
EMOJI: dict[str, str] = {
    "go": "👍 ✅ 🚀",
    "no": "👎 ❌",
    "thanks": "🙏 ❤ 🎉",
}
