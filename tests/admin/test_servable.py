"""A config whose models a client could not call is refused, with every offender and its APIs."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from contracts.config import Config, ConfigDraft
from contracts.errors import Refused
from contracts.ports import Listing
from functions.admin.configs import save
from tests.admin.conftest import Admin
from tests.admin.test_routes import CONFIG
from tests.samples import NOON

CHAT, RESPONSES, MESSAGES = ApiKind
ALL = frozenset(ApiKind)
MODELS = ("c/one", "d/a", "d/b", "d/f")
SOME = st.one_of(st.none(), st.frozensets(st.sampled_from(ApiKind)))


class Configs:
    """Configs that are kept in memory."""

    def __init__(self) -> None:
        self.saved: list[Config] = []

    def get(self) -> Config | None:
        return self.saved[-1] if self.saved else None

    def put(self, config: Config) -> None:
        self.saved.append(config)


def draft(deciders: Iterable[str] = ("d/a", "d/b"), fallback: str = "d/f") -> ConfigDraft:
    named = {"deciderModels": [{"id": model} for model in deciders]}
    return ConfigDraft.from_wire({**CONFIG, **named, "fallbackModel": {"id": fallback}})


def saved(apis: dict[str, frozenset[ApiKind]], config: ConfigDraft) -> Config:
    listing = Listing("https://p.example", {}, dict.fromkeys(MODELS, False), apis=apis)
    return save(config, "ann", NOON, configs=Configs(), models=lambda: listing)


@given(st.fixed_dictionaries(dict.fromkeys(MODELS, SOME)))
def test_a_config_is_refused_exactly_when_a_list_says_that_an_api_lacks_a_model(
    served: dict[str, frozenset[ApiKind] | None],
) -> None:
    apis = {model: kinds for model, kinds in served.items() if kinds is not None}
    offenders = {m for m in MODELS[1:] if m in apis and apis[m] != ALL}
    if not offenders:
        assert saved(apis, draft()).fallback_model is not None
        return
    with pytest.raises(Refused) as refused:
        saved(apis, draft())
    told = str(refused.value)
    assert {m for m in MODELS if f"{m} is not served on" in told} == offenders


def test_every_offender_is_named_with_its_field_its_apis_and_the_remedy() -> None:
    apis = {"d/a": frozenset({CHAT}), "d/b": ALL, "d/f": frozenset({CHAT, MESSAGES})}
    with pytest.raises(Refused) as refused:
        saved(apis, draft())
    assert str(refused.value) == (
        "deciderModels: d/a is not served on responses, messages; "
        "fallbackModel: d/f is not served on responses; "
        "take models whose `supported_endpoints` in the provider's list name all three APIs"
    )


def test_a_variant_is_judged_by_the_row_of_its_model() -> None:
    with pytest.raises(Refused, match="d/a:nitro is not served on chat_completions"):
        saved({"d/a": frozenset({RESPONSES, MESSAGES})}, draft(["d/a:nitro"]))


def test_unknown_models_are_named_beside_those_that_cannot_be_served() -> None:
    with pytest.raises(
        Refused, match=r"has no model d/x\. It offers c/one.*; .* d/f is not served"
    ):
        saved({"d/f": frozenset()}, draft(["d/x"]))


def test_nothing_is_saved_of_a_config_that_cannot_be_served(admin: Admin) -> None:
    admin.apis = {"d/cheap": frozenset({CHAT})}
    answer = admin.call("PUT /admin/config", CONFIG)
    assert (answer.status, answer.error.split(";")[0]) == (
        400,
        "deciderModels: d/cheap is not served on responses, messages",
    )
    assert admin.call("GET /admin/config").body == {"config": None}
