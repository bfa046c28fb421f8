"""What a handler must not load: each import is paid for at every cold start."""

import json
import subprocess
import sys

import pytest

from local.aws import CREDENTIALS
from local.process import clean_env

NAMES = """TABLE_NAME BUCKET_NAME RUN_QUEUE_URL CHUNK_QUEUE_URL REPLAY_QUEUE_URL GRADE_QUEUE_URL
PUBLISH_QUEUE_URL EVALUATE_QUEUE_URL DEAD_QUEUE_URL PROVIDER_SECRET_ARN DECIDE_SECRET_ARN CLUSTER
TASK_DEFINITION SUBNETS SECURITY_GROUP CACHE_URL WORKER_IMAGE CLI_VERSION
USAGE_TABLE_NAME CALLER_SECRET_ARN SIGNING_SECRET_ARN"""
ENV = {**dict.fromkeys(NAMES.split(), "x"), "MAX_TASKS": "20"}
NEVER = {
    "aws_cdk",
    "boto3",
    "cli",
    "container",
    "httpx",
    "infra",
    "jsii",
    "local",
    "ministack",
    "moto",
    "typer",
}
BENCHMARK = {"functions.benchmark", "re2"}
SLOW = {"aws_lambda_powertools", "pydantic", "valkey"}
EVENTS = {"aws_lambda_powertools.event_handler", "aws_lambda_powertools.utilities.batch"}
HANDLERS = {
    "functions.decide.handler": NEVER
    | BENCHMARK
    | EVENTS
    | SLOW
    | {"functions.publish", "functions.decide.candidates", "functions.decide.openapi"},
    "functions.publish.handler": NEVER | BENCHMARK | {"functions.decide"},
    "functions.admin.handler": NEVER
    | {"functions.decide", "functions.publish.handler", "libvalkey"},
    "functions.evaluate.handler": NEVER | {"libvalkey"},
    "functions.token.handler": NEVER | BENCHMARK | EVENTS | {"functions.decide", "libvalkey"},
    "functions.benchmark.dispatch.handler": NEVER | {"functions.decide", "libvalkey"},
    "functions.benchmark.grade.replay_handler": NEVER | {"functions.decide", "libvalkey"},
    "functions.benchmark.grade.handler": NEVER | {"functions.decide", "libvalkey"},
    "functions.benchmark.dispatch.dead_letters_handler": NEVER | {"functions.decide", "libvalkey"},
    "functions.benchmark.dispatch.sweep_handler": NEVER | {"functions.decide"},
    "functions.benchmark.runs.schedule_handler": NEVER | {"functions.decide", "libvalkey"},
}


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_loads_only_what_its_path_needs(handler: str) -> None:
    code = f"import sys, json, {handler}; print(json.dumps(sorted(sys.modules)))"
    env = clean_env(**ENV, **CREDENTIALS, AWS_DEFAULT_REGION="eu-west-1")
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert loaded & HANDLERS[handler] == set()


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_without_its_settings_names_the_missing_one(handler: str) -> None:
    env = clean_env(**CREDENTIALS, AWS_DEFAULT_REGION="eu-west-1")
    done = subprocess.run(
        [sys.executable, "-c", f"import {handler}"], env=env, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "TABLE_NAME" in done.stderr
