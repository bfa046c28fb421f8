import pytest
from pydantic import ValidationError

from contracts.config import ConfigDraft
from contracts.problems import problems

REST = {"deciderModels": [{"id": "d/cheap"}], "minAccuracy": 0.8}


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ([{"id": "a", "speed": 1}], ["classifierModels.0.speed: Extra inputs are not permitted"]),
        ("c/one", ["classifierModels: Input should be a list"]),
        ([], ["classifierModels: Tuple should have at least 1 item after validation, not 0"]),
        (["c/one", {"id": "c/one"}], ["classifierModels: listed more than once: c/one"]),
    ],
)
def test_a_bad_list_is_told_once_and_by_its_item(models: object, told: list[str]) -> None:
    with pytest.raises(ValidationError) as failed:
        ConfigDraft.from_wire({**REST, "classifierModels": models})
    assert problems(failed.value) == told
