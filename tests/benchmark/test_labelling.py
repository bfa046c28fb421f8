from benchmarks.agreement import agreement, disagreements, kappa, labelled_twice
from functions.benchmark.cases.load import load_classifiers


def test_each_disagreement_was_decided_for_one_of_the_two_labels() -> None:
    cases = {case.case_id: case for case in load_classifiers()}
    for name, labels in disagreements().items():
        decided = cases[name].expected.wire()
        for label, (first, second) in labels.items():
            assert first != second
            assert decided[label] in (first, second), f"{name}: {label}"


def test_agreement_by_chance_is_no_agreement() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
    assert (agreement(pairs), kappa(pairs)) == (0.5, 0.0)


def test_each_case_is_labelled_twice_and_differs_where_it_is_said() -> None:
    pairs = labelled_twice()
    differ = [labels for labels in disagreements().values() if "riskLevel" in labels]
    assert len(pairs["riskLevel"]) == len(load_classifiers())
    assert sum(one != two for one, two in pairs["riskLevel"]) == len(differ)
