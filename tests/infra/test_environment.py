"""What stands in the environments of functions and containers."""

import re
from collections.abc import Iterator
from typing import Any

from infra.sandbox import COUNT
from tests.infra.template import Resources, containers, of

# The only variables with a plain value, and what it looks like.
PLAIN = {
    "POWERTOOLS_SERVICE_NAME": r"[a-z]{4,10}",
    "TASK_DEFINITION": r"AutoRoutingWorkerTask[0-9A-F]{8}",
    "STALL_SECONDS": r"\d{1,5}",
    "MAX_TASKS": r"\d{1,3}",
    "CLI_VERSION": r"\d+\.\d+\.\d+",
    "SANDBOXES": r"/sandboxes/\d(,/sandboxes/\d)*",
}
# What stands between the references of a joined value.
JOINTS = {",", ":", "valkeys://", "/0"}
SANDBOX = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
    "KILO_BIN": "/opt/kilo/bin/kilo",
    "ISOLATION": "required",
    "SANDBOX_DIR": "/sandbox",
    "WORK_DIR": "/workspace",
    "SANDBOX_TMP": "/tmp",  # noqa: S108
}


def variables(resources: Resources) -> Iterator[tuple[str, Any]]:
    for function in of(resources, "AWS::Lambda::Function"):
        yield from function.get("Environment", {}).get("Variables", {}).items()
    for container in containers(resources):
        yield from ((v["Name"], v["Value"]) for v in container.get("Environment", []))


def is_reference(value: Any, resources: Resources) -> bool:
    """To a resource of this template: a parameter could have a default, and a dynamic reference
    shows a secret in the console."""
    if not isinstance(value, dict):
        return False
    ((kind, of_what),) = value.items()
    if kind == "Fn::Join":
        parts = of_what[1]
        literal = {part for part in parts if isinstance(part, str)}
        return literal <= JOINTS and all(
            is_reference(part, resources) for part in parts if not isinstance(part, str)
        )
    name = {"Ref": of_what, "Fn::GetAtt": of_what[0]}.get(kind)
    return name in resources


def test_no_secret_value_is_in_the_template(production: Resources) -> None:
    worker, *_ = containers(production)
    names = {variable["Name"] for variable in worker["Environment"]}
    assert "PROVIDER_SECRET_ARN" in names
    assert not any("KEY" in name or "TOKEN" in name for name in names)


def test_every_variable_refers_to_a_resource_or_is_known_to_be_plain(
    production: Resources,
) -> None:
    (image,) = {c["Image"]["Fn::Sub"].rpartition(":")[2] for c in containers(production)}
    allowed = {**PLAIN, "WORKER_IMAGE": image}
    found = dict.fromkeys(name for name, _ in variables(production))
    assert allowed.keys() <= found.keys()
    for name, value in variables(production):
        plain = isinstance(value, str) and re.fullmatch(allowed.get(name, "(?!)"), value)
        assert plain or is_reference(value, production), name


def test_no_container_is_given_a_secret_by_ecs(production: Resources) -> None:
    for container in containers(production):
        assert not {"Secrets", "EnvironmentFiles", "Command"} & container.keys()


def test_a_sandbox_starts_with_these_settings_only(production: Resources) -> None:
    _, *sandboxes = containers(production)
    assert len(sandboxes) == COUNT
    for number, sandbox in enumerate(sandboxes):
        wanted = {**SANDBOX, "SANDBOX_NUMBER": str(number)}
        assert sandbox["EntryPoint"] == [
            *("/usr/bin/env", "-i"),
            *(f"{name}={value}" for name, value in wanted.items()),
            *("/app/.venv/bin/python", "-m", "container.sandbox"),
        ]


def test_no_secret_is_created_with_a_value_of_ours(production: Resources) -> None:
    secrets = [*of(production, "AWS::SecretsManager::Secret")]
    assert len(secrets) == 4
    for secret in secrets:
        assert "SecretString" not in secret
        assert "SecretStringTemplate" not in secret.get("GenerateSecretString", {})
