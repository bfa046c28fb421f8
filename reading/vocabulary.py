"""The words of go-aheads, rejections and thanks, by language.

`filler` are words that may stand beside them and say nothing alone. Written for this project; a
text counts only if every one of its words is listed (`reading.words`).
"""

_Words = dict[str, str]

ENGLISH: _Words = {
    "go": "absolutely agreed ahead approved carry continue correct definitely go going k keep "
    "lgtm next ok okay please proceed resume sure y yeah yep yes yup",
    "weak_go": "agree begin build do execute fine good implement love on right run sense ship "
    "start works",
    "no": "again broken failing fails incorrect redo wrong",
    "weak_no": "didn't doesn't error errors isn't no nope not same still",
    "thanks": "awesome brilliant cheers cool excellent great hello hey hi nice perfect thank "
    "thanks thx ty wonderful",
    "filler": "a above ah all an and any apply approach as at attempt b back be both but by c "
    "can change changes clear course d did didn't does doesn't error errors everything "
    "exactly file first fix fixed for free from happy have help here i i'd i'm idea "
    "implementation in into is issue it it's job just last let let's like looking looks lot "
    "make me more much my now of once one one's option part plan point problem problems "
    "properly proposal proposed questions really remaining rest second so sounds step steps "
    "straight such suggested task that that's thats the them then there these things third "
    "this those through time times to too try up very want was way we well what with without "
    "work working would you your yourself",
}
GERMAN: _Words = {
    "go": "bitte einverstanden fortfahren genau gerne ja jawohl leg los mach mache passt weiter",
    "weak_go": "gut",
    "no": "falsch nochmal nochmals",
    "weak_no": "nein nicht stimmt",
    "thanks": "dank danke dankeschön hallo prima super",
    "filler": "alles also aus dann das dem den der die diesen einmal es ist ist's klingt mit "
    "noch nächsten nächster plan schritt schritte sehr sie sieht so umsetzen und vielen vor "
    "vorgeschlagen wie",
}
SPANISH: _Words = {
    "go": "adelante continua continuar continúa dale hazlo procede si sigue sí vale",
    "no": "incorrecto rehazlo",
    "weak_no": "mal otra",
    "thanks": "genial gracias hola perfecto",
    "filler": "así bien claro con de el eso esto está favor la lo los me muchas muy parece paso "
    "plan por que siguiente todo vez",
}
FRENCH: _Words = {
    "go": "accord allez-y continuez d'accord fais-le oui poursuis poursuivez vas vas-y y",
    "no": "faux recommence refais",
    "weak_no": "non",
    "thanks": "bonjour merci parfait",
    "filler": "beaucoup bien bon c'est comme convient fait le les pas plait plaît s'il suivant "
    "suivante te tout très vous à ça étape",
}
PORTUGUESE: _Words = {
    "go": "continue faça pode prossiga segue",
    "weak_go": "isso sim",
    "no": "errado novamente refaça",
    "weak_no": "não",
    "thanks": "obrigada obrigado olá perfeito",
    "filler": "assim bom com e está muito o passo plano próximo tudo",
}
ITALIAN: _Words = {
    "go": "avanti fallo procedi sì vai",
    "no": "rifai rifallo sbagliato",
    "weak_no": "nuovo",
    "thanks": "ciao grazie perfetto",
    "filler": "bene con così di il mille passo per piano prossimo tutto va è",
}
RUSSIAN: _Words = {
    "go": "да давай дальше ок продолжай продолжайте сделай",
    "weak_go": "хорошо",
    "no": "заново неверно неправильно переделай снова",
    "weak_no": "нет",
    "thanks": "отлично привет спасибо",
    "filler": "большое всё как мне не нравится план пожалуйста следующий так шаг это",
}
LANGUAGES = (ENGLISH, GERMAN, SPANISH, FRENCH, PORTUGUESE, ITALIAN, RUSSIAN)
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
