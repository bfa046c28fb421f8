"""The words of go-aheads, rejections and thanks, by language.

`filler` are words that may stand beside them and say nothing alone. Written for this project; a
text counts only if every one of its words is listed (`reading.words`).
"""

_Words = dict[str, str]

ENGLISH: _Words = {
    "go": "yes yep yeah yup ok okay k sure continue proceed go ahead keep going resume next carry "
    "y approved agreed correct lgtm please",
    "weak_go": "on good right fine do works begin start implement",
    "no": "wrong incorrect redo again broken failing fails",
    "weak_no": "no nope not still same didn't doesn't isn't error errors",
    "thanks": "thanks thank thx ty cheers great perfect awesome nice cool excellent wonderful hi "
    "brilliant hello hey",
    "filler": "a all an and apply approach as at back be both but can change changes course did "
    "didn't does doesn't error errors attempt everything first fix fixed for from have help i i'd "
    "i'm idea implementation in is issue it it's job last let let's like looks looking lot "
    "make me more much now of once one option part plan point problem problems proposal proposed "
    "really remaining rest second so sounds step steps suggested above task that that's the "
    "them then there things third this time times to too try up very want was way we well what "
    "with work working would you your",
}
GERMAN: _Words = {
    "go": "ja jawohl weiter mach mache los passt einverstanden genau gerne fortfahren bitte leg",
    "weak_go": "gut",
    "no": "falsch nochmal nochmals",
    "weak_no": "nein nicht stimmt",
    "thanks": "danke dankeschön super prima hallo dank",
    "filler": "alles das dem den der die diesen einmal es ist ist's klingt mit noch nächsten "
    "nächster plan schritt sehr sieht so und vielen vor vorgeschlagen wie aus",
}
SPANISH: _Words = {
    "go": "sí si continúa continua continuar sigue adelante hazlo vale procede dale",
    "no": "incorrecto rehazlo",
    "weak_no": "mal otra",
    "thanks": "gracias genial perfecto hola",
    "filler": "así bien con de el está favor la lo los muchas muy paso por que siguiente todo vez",
}
FRENCH: _Words = {
    "go": "oui continuez poursuis poursuivez vas-y vas allez-y d'accord accord fais-le y",
    "no": "faux refais recommence",
    "weak_no": "non",
    "thanks": "merci parfait bonjour",
    "filler": "beaucoup bien bon c'est le les pas plaît plait suivant suivante s'il te très tout "
    "vous étape à ça",
}
PORTUGUESE: _Words = {
    "go": "continue pode prossiga faça segue",
    "weak_go": "sim isso",
    "no": "errado refaça novamente",
    "weak_no": "não",
    "thanks": "obrigado obrigada perfeito olá",
    "filler": "bom e está muito o passo próximo tudo",
}
ITALIAN: _Words = {
    "go": "sì procedi vai avanti fallo",
    "no": "sbagliato rifai rifallo",
    "weak_no": "nuovo",
    "thanks": "grazie perfetto ciao",
    "filler": "bene così di il mille passo per prossimo tutto va è",
}
RUSSIAN: _Words = {
    "go": "да продолжай продолжайте дальше давай ок сделай",
    "weak_go": "хорошо",
    "no": "неправильно неверно переделай заново снова",
    "weak_no": "нет",
    "thanks": "спасибо отлично привет",
    "filler": "большое всё не пожалуйста следующий так это шаг",
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
    "filler": "你 了 よ ね 요",
}
EMOJI: dict[str, str] = {
    "go": "👍 ✅ 🚀",
    "no": "👎 ❌",
    "thanks": "🙏 ❤ 🎉",
}
