"""Ids of models, as vendors write them, and what is made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts import objects
from contracts.candidates import ModelId
from contracts.routable import listed_id

IDS = TypeAdapter(ModelId)


@pytest.mark.parametrize(
    "model",
    [
        "openai/gpt-5-mini",
        "@cf/vendor/x",
        "~vendor/x-latest",
        "provider,model",
        "x[1m]",
        "a b",
        "m",
        "vendor/x:free",
        "x@2026-01-01",
    ],
)
def test_ids_of_all_vendors_are_taken(model: str) -> None:
    assert IDS.validate_python(model) == model


@pytest.mark.parametrize("model", ["", "a#b", "a%b", "a\nb", "é", '"', "kilo-auto/efficient", "-x"])
def test_what_is_no_id_is_refused(model: str) -> None:
    with pytest.raises(ValidationError):
        IDS.validate_python(model)


def taken(model: str) -> bool:
    try:
        return bool(IDS.validate_python(model) == model)
    except ValidationError:
        return False


MODELS = st.text("ab~/@,[]. -", min_size=1, max_size=6).filter(taken)


@given(MODELS, MODELS)
def test_the_attempts_of_two_models_never_share_a_place(one: str, other: str) -> None:
    places = [objects.attempts("r", model, 0, "c") for model in (one, other)]
    assert (places[0] == places[1]) == (one == other)
    assert all(place.count("/") == 5 for place in places)


@pytest.mark.parametrize(("model", "row"), [("x:nitro", "x"), ("x:free", "x:free"), ("x", "x")])
def test_a_way_of_routing_behind_an_id_is_in_no_list(model: str, row: str) -> None:
    assert listed_id(model) == row
