"""What is kept, how it is guarded, and what is forgotten."""

from tests.infra.template import Resources, of


def test_every_log_group_forgets(production: Resources) -> None:
    groups = list(of(production, "AWS::Logs::LogGroup"))
    assert groups
    assert all("RetentionInDays" in group for group in groups)


def test_what_was_paid_for_survives_the_stack(production: Resources) -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket"):
        (kept,) = [r for r in production.values() if r["Type"] == kind]
        assert kept["DeletionPolicy"] == "Retain"
