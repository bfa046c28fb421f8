"""The simulated provider over real HTTP: skill, price and faults as declared."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import Labels
from contracts.dataset import ClassifierCase, DeciderCase, Solution, Step
from contracts.hot_record import replace
from contracts.tier import Tier
from contracts.tuning import DEFAULT
from functions.classifier.prompt import messages, parameters
from local.provider.catalogue import Catalogue, CatalogueError, SimulatedModel
from local.provider.server import Running, serve
from local.provider.solver import Solver
from tests.samples import classifier_case, decider_case

CASES = tuple(decider_case(f"case-{n}") for n in range(8))
TOOLS = decider_case("with-tools", Tier.MEDIUM).model_copy(
    update={
        "solution": Solution(
            steps=(
                Step(tool="write", args={"filePath": "{cwd}/a", "content": "x"}),
                Step(tool="bash", args={"command": "cat a"}),
            ),
            answer="it says {output}",
        )
    }
)
LABELLED = tuple(classifier_case(f"label-{n}") for n in range(40))
SYSTEM = {"role": "system", "content": "<env>\nWorking directory: /slots/1\n</env>"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    quick = [m.model_copy(update={"latency_ms": 0}) for m in Catalogue.load().model]
    with serve(Catalogue(model=tuple(quick)), (*CASES, TOOLS), LABELLED) as running:
        yield running


def call(provider: Running, model: str, turns: list[dict[str, Any]], **more: Any) -> httpx.Response:
    return httpx.post(
        f"{provider.base_url}/chat/completions",
        headers={"authorization": f"Bearer {provider.key}"},
        json={"model": model, "messages": turns, **more},
    )


def user(case: DeciderCase) -> dict[str, str]:
    return {"role": "user", "content": case.task.prompts[0]}


def said(answer: httpx.Response) -> str:
    return str(answer.json()["choices"][0]["message"]["content"])


def test_every_listed_model_is_marked_as_simulated(provider: Running) -> None:
    rows = httpx.get(
        f"{provider.base_url}/models", headers={"authorization": f"Bearer {provider.key}"}
    ).json()["data"]
    assert len(rows) == 8
    assert all(row["simulated"] and "tools" in row["supported_parameters"] for row in rows)


@pytest.mark.parametrize("header", ["", "Bearer wrong", "wrong"])
def test_a_wrong_key_is_refused(provider: Running, header: str) -> None:
    answer = httpx.get(f"{provider.base_url}/models", headers={"authorization": header})
    assert answer.status_code == 401


def test_the_declared_share_of_cases_is_solved_and_the_rest_fails_plausibly(
    provider: Running,
) -> None:
    able = [said(call(provider, "sim/large", [user(case)])) for case in CASES]
    assert able == ["42"] * 8
    weak = SimulatedModel.model_validate(
        {**_large().model_dump(), "id": "sim/weak", "skill": {"low": 0.5}}
    )
    solver = Solver(CASES)
    answers = [solver.reply(weak, [user(case)]).text for case in CASES]
    assert sorted(answers) == ["41"] * 4 + ["42"] * 4


def _large() -> SimulatedModel:
    found = Catalogue.load().find("sim/large")
    assert found is not None
    return found


@given(st.floats(0, 1), st.integers(1, 12), st.text(max_size=5))
def test_a_skill_is_realised_exactly(skill: float, size: int, seed: str) -> None:
    cases = tuple(decider_case(f"case-{n}") for n in range(size))
    model = _large().model_copy(update={"skill": {"low": skill}})
    solved = sum(Solver(cases, seed).solves(model, case) for case in cases)
    assert abs(solved - skill * size) <= 0.5


def test_an_agentic_case_is_solved_step_by_step_in_the_working_directory(
    provider: Running,
) -> None:
    turns: list[dict[str, Any]] = [SYSTEM, user(TOOLS)]
    first = call(provider, "sim/large", turns).json()["choices"][0]
    (made,) = first["message"]["tool_calls"]
    assert first["finish_reason"] == "tool_calls"
    assert json.loads(made["function"]["arguments"])["filePath"] == "/slots/1/a"
    turns += [first["message"], {"role": "tool", "tool_call_id": made["id"], "content": "ok"}]
    second = call(provider, "sim/large", turns).json()["choices"][0]["message"]
    assert second["tool_calls"][0]["function"]["name"] == "bash"
    turns += [second, {"role": "tool", "tool_call_id": "2", "content": " x\n"}]
    assert said(call(provider, "sim/large", turns)) == "it says x"


def test_a_stream_holds_the_same_answer_with_usage_and_ends(provider: Running) -> None:
    answer = call(provider, "sim/large", [user(CASES[0])], stream=True)
    lines = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    assert chunks[0]["choices"][0]["delta"]["content"] == "42"
    assert chunks[1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["usage"]["cost"] > 0


def test_the_cost_is_price_times_tokens_with_cached_ones_at_their_price(
    provider: Running,
) -> None:
    turns = [SYSTEM, user(TOOLS), {"role": "assistant", "content": "…"}, user(TOOLS)]
    used = call(provider, "sim/large", turns).json()["usage"]
    cached = used["prompt_tokens_details"]["cached_tokens"]
    assert 0 < cached < used["prompt_tokens"]
    fresh = used["prompt_tokens"] - cached
    expected = (fresh * 5 + cached * 0.5 + used["completion_tokens"] * 25) / 1e6
    assert used["cost"] == pytest.approx(expected)


@pytest.mark.parametrize("model", ["sim/broken", "sim/none"])
def test_a_broken_or_unknown_model_answers_with_an_error(provider: Running, model: str) -> None:
    answer = call(provider, model, [user(CASES[0])])
    assert answer.status_code == (500 if model == "sim/broken" else 400)
    assert "simulated provider" in answer.json()["error"]["message"]


def test_a_prompt_that_is_no_golden_case_is_not_solved(provider: Running) -> None:
    assert "only know" in said(call(provider, "sim/large", [{"role": "user", "content": "hi"}]))


def labels(provider: Running, model: str, case: ClassifierCase) -> Labels:
    asked = list(messages(case.input))
    found = json.loads(said(call(provider, model, asked, **parameters(DEFAULT))))
    return Labels.from_wire({k: v for k, v in found.items() if k != "confidence"})


def test_a_classifier_gets_about_its_share_of_labels_right_and_repeats_itself(
    provider: Running,
) -> None:
    once = [labels(provider, "sim/classifier-fast", case) for case in LABELLED]
    again = [labels(provider, "sim/classifier-fast", case) for case in LABELLED]
    right = sum(
        getattr(found, name) == getattr(case.expected, name)
        for case, found in zip(LABELLED, once, strict=True)
        for name in Labels.__struct_fields__
    )
    assert once == again
    declared = Catalogue.load().find("sim/classifier-fast")
    assert declared is not None
    assert right / (len(LABELLED) * 7) == pytest.approx(declared.skill["labels"], abs=0.08)


def test_a_request_that_is_no_golden_case_is_labelled_by_its_words(provider: Running) -> None:
    text = "A race across services in production billing; migrate."
    asked = replace(LABELLED[0].input, user_prompt_prefix=text)
    case = LABELLED[0].model_copy(update={"input": asked})
    found = labels(provider, "sim/classifier-fast", case)
    assert (found.reasoning_complexity, found.context_complexity) == ("high", "large")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[[model]]\nid = 'm'", "model.0.price"),
        ("model = []", "model"),
        ("x", "Expected"),
    ],
)
def test_a_bad_catalogue_names_file_and_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "models.toml"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=f"models.toml.*{field}"):
        Catalogue.load(path)


def test_a_skill_can_be_overridden_and_a_wrong_name_lists_the_right_ones() -> None:
    changed = Catalogue.load().with_skill("sim/small", "medium", 0.4).find("sim/small")
    assert changed is not None
    assert changed.skill["medium"] == 0.4
    with pytest.raises(CatalogueError, match=r"no skill sim/x.low; known are sim/nano.low"):
        Catalogue.load().with_skill("sim/x", "low", 0.4)
    with pytest.raises(CatalogueError, match=r"sim/small.low"):
        Catalogue.load().with_skill("sim/small", "low", 4)
