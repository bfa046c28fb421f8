"""The queues, what takes from them, and what becomes of a message that fails."""

from tests.infra.template import Resources


def test_every_queue_has_a_dead_letter_queue_and_enough_visibility(production: Resources) -> None:
    queues = {n: r["Properties"] for n, r in production.items() if r["Type"] == "AWS::SQS::Queue"}
    dead = {
        q["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for q in queues.values()
        if "RedrivePolicy" in q
    }
    assert len(dead) == 5
    (parked,) = {n for n in queues if "Parked" in n}
    live = {n for n, q in queues.items() if "RedrivePolicy" in q}
    assert set(queues) - dead - {parked} == live
