"""What stands in the environments of functions and containers."""

from tests.infra.template import Resources, containers


def test_no_secret_value_is_in_the_template(production: Resources) -> None:
    worker, *_ = containers(production)
    names = {variable["Name"] for variable in worker["Environment"]}
    assert "PROVIDER_SECRET_ARN" in names
    assert not any("KEY" in name or "TOKEN" in name for name in names)
