"""A go-ahead, a rejection and thanks are told from orders, in several languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.words import kind_of

KINDS = {
    "go_ahead": [
        *("continue", "Yes please.", "ok go on with the next step", "LGTM, go ahead!", "y", "2"),
        *("looks good, continue", "👍", "sure, do it", "option B", "yes, implement the plan"),
        *("ja, bitte weiter", "mach weiter so", "sí, continúa", "oui, vas-y", "d'accord, continue"),
        *("sim, pode continuar", "да, продолжай", "好的，继续", "続けてください"),
        *("네, 계속해주세요", "sì, procedi", "looks good to me", "Proceed with the second option"),
        *("ja, passt so", "klingt gut, leg los", "oui c'est exactement ça, lance", "ja graag"),
        *("tak, kontynuuj proszę", "evet, devam et", "ja tack, fortsätt", "va bene, continua così"),
    ],
    "rejection": [
        *("no", "nope, try again", "that is wrong", "it still does not work", "redo it please"),
        *("still the same error", "nein, nochmal", "no, otra vez", "不对，重新做", "違います"),
        *("нет, неправильно", "that didn't work", "👎", "nee, opnieuw", "hayır, tekrar"),
        *("No, that only hides the race. Do it again", "nope, wrong, undo that and try again"),
        "nein, das verschiebt den Fehler nur, mach es nochmal",
    ],
    "thanks": [
        *("thanks!", "Great, thank you very much", "perfect", "vielen Dank", "merci beaucoup"),
        *("谢谢", "ありがとうございます", "спасибо", "hello", "🙏", "great job, thanks"),
        *("ahh that was it, thank you so much 🙏", "bedankt, top", "dziękuję bardzo"),
    ],
    "order": [
        *("continue the loop only while x > 0", "fix the failing test in billing", ""),
        *("great, now fix the second problem", "hi, i need help with a file", "fix all errors"),
        *("please run the build", "undo the last change", "revert the file", "make a plan please"),
        *("no wrong password message is shown on login; add one", "what does it do?"),
        *("no, change the revert command to keep tags", "not again: OOM in the worker, find out"),
        *("non, annule la migration et ajoute une colonne", "yes but not in this file"),
        *("yes, but use Postgres instead", "no, rename it to Ledger", "thanks, now add tests"),
        *("explain plan", "go test ./...", "implement retry", "weiter mit dem Export als CSV"),
        *("继续重构支付模块", "add a step", "why?"),
    ],
}
CASES = [(text, kind) for kind, texts in KINDS.items() for text in texts]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@given(st.sampled_from(CASES), st.sampled_from(["", " ", "!", "…", "\n"]), st.booleans())
def test_marks_and_case_change_nothing(case: tuple[str, str], mark: str, upper: bool) -> None:
    text, kind = case
    assert kind_of((text.upper() if upper else text) + (mark if text else "")) == kind


@given(st.text(alphabet="qwxz", min_size=4))
def test_one_word_of_its_own_makes_an_order(word: str) -> None:
    assert kind_of(f"yes please {word}") == "order"
