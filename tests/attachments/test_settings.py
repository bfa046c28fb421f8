"""A wrong setting of LiteLLM's package is named before the proxy starts."""

from typing import Any

import pytest

from attachments.litellm.auto_routing_litellm.settings import Settings
from tests.gateway.running import DECIDE, VIRTUAL

USUAL: dict[str, Any] = {
    "decide_url": "https://d/decide",
    "decide_secret": "os.environ/S",
    "fallbacks": [{"model": "f/small"}],
}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "decide_url": ({"decide_url": None}, "is required"),
    "decide_secret": ({"decide_secret": "os.environ/UNSET"}, "os.environ/UNSET, which is not set"),
    "deadline_ms": ({"deadline_ms": 10}, "from 50 to 20000"),
    "timeout": ({"timeout": 9}, "is unknown; the fields are"),
    "fallbacks": ({"fallbacks": []}, "needs a list of a model or more"),
    "fallbacks[0].model": ({"fallbacks": [{"model": " "}]}, "needs a text"),
    "fallbacks[0].effort": ({"fallbacks": [{"model": "f", "effort": "low"}]}, "is unknown"),
    "virtual": ({"fallbacks": [{"model": VIRTUAL}]}, "names the virtual kilo-auto/efficient"),
    "denied_models": ({"denied_models": ["f/small"]}, "names f/small of denied_models"),
    "deployments": ({"deployments": {"a": 1}}, "LiteLLM's name"),
    "virtual_models": ({"virtual_models": "x"}, "needs a list of texts"),
}


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_setting_is_named_with_the_remedy(field: str) -> None:
    changes, remedy = WRONG[field]
    secret = {"os.environ/S": DECIDE}.get
    assert Settings.of(USUAL, secret).decide_secret == DECIDE
    with pytest.raises(ValueError, match=r"^callback_settings\.auto_routing: ") as failed:
        Settings.of({**USUAL, **changes}, secret)
    assert field in str(failed.value)
    assert remedy in str(failed.value)
    assert DECIDE not in str(failed.value)


def test_settings_do_not_show_their_secret() -> None:
    assert DECIDE not in repr(Settings.of(USUAL, {"os.environ/S": DECIDE}.get))
