"""What `autoroute decide --explain` shows."""

from cli.explain import explained
from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.decision import ClassifierResult, DecideResponse, Explanation, RunnerUp, Switch
from tests.cli.test_render import text
from tests.decide.asking import LOW

BEST = RunnerUp(model="d/cheap", accuracy=0.9, lower=0.8, upper=0.95, avg_cost_usd=0.01)
OTHER = RunnerUp(model="d/dear", accuracy=0.95, lower=None, upper=None, avg_cost_usd=0.02)
REQUEST = ClassifierInput(
    api_kind=ApiKind.MESSAGES, requested_model="m", has_tools=False, stream=False
)


def answer(switch: Switch | None = None) -> DecideResponse:
    return DecideResponse(
        cost=0.0,
        decision=None,
        classifier_result=ClassifierResult(
            classification=Classification.from_wire(LOW), normalized=REQUEST
        ),
        reason="no_candidate_left",
        explanation=Explanation(
            detail="its lower bound 0.8 reaches the bar 0.7",
            route=None,
            chosen=BEST,
            runners_up=(OTHER,),
            excluded={"d/other": "in deniedModels"},
            switch=switch,
            table_age_seconds=12.4,
        ),
    )


def test_everybody_is_there_with_bounds_and_unknown_ones_are_unknown() -> None:
    shown = text(*explained(answer()))
    for row in (
        "d/cheap",
        "90.0% (80–95)",
        "chosen",
        "d/dear",
        "unknown",
        "excluded: in deniedModels",
    ):
        assert row in shown
    assert "why the default of the tier serves: its lower bound 0.8 reaches the bar 0.7" in shown
    assert "routing table last confirmed 12 s ago" in shown


def test_a_switch_says_what_it_saves_and_costs() -> None:
    known = Switch(incumbent="d/dear", saved_per_turn_usd=0.01, cost_usd=-0.2, turns=5)
    shown = " ".join(text(*explained(answer(known))).split())
    assert "d/dear; a switch saves $0.01 a turn for about 5 turns and costs -$0.2 once" in shown
    assert "the session was served by d/dear" in text(
        *explained(answer(Switch(incumbent="d/dear")))
    )


def test_a_null_without_anything_to_explain_shows_nothing() -> None:
    none = DecideResponse(cost=0.0, decision=None, classifier_result=None, reason="no_table")
    assert list(explained(none)) == []
