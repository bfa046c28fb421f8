"""What exists is documented, and what is documented exists."""

import ast
import re
from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from container.sandbox.__main__ import _LIMITS
from functions.decide.openapi import document
from gateway.ask import PATHS
from tests.docs.test_docs import ROOT, read
from tests.docs.test_glossary import fields

DOCUMENTS = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("datasets/*.md"))
CALL = re.compile(r"`((?:GET|PUT|POST|DELETE|PATCH) /[^` ]*)`")
ROUTE = re.compile(r'@(?:app|router)\.(get|put|post|delete|patch)\("(.+?)"\)')
GATEWAY = re.compile(r'HttpMethod\.([A-Z]+), "(/.+?)"')
VARIABLES = re.compile(r"^\| \w+ \| (`.+?`) \|\s*(.*?)\s*\| .+ \|$", re.M)
# Named in a document, yet in no record: settings of the deployment, of attachments and of gateways
# of others, and keys of a report or a log.
NO_FIELDS = {
    "keysByUser",
    *("gatewaySettings", "gatewayCertificateArn", "gatewayFrom", "gatewayAccessLogs"),
    *("gatewayMinTasks", "gatewayMaxTasks", "gatewayCpuPercent", "gatewayRequestsPerTask"),
    *("upstreamUrl", "decideUrl", "drainSeconds", "silentSeconds", "maxRequests"),
    *("bodyPartSeconds", "unreadSeconds"),
    *("firstByteSeconds", "wholeAnswerSeconds", "maxHeldBytes", "deniedModels"),
    *("maxTasks", "providerPort", "modelHosts", "sessionHash", "userHash"),
    *("decideUrl", "decideSecret", "virtualModels", "requestBodyMode"),
    *("benchmarkSpend", "costVsBest", "costVsOracle", "falseSafe", "winnerChange"),
}
METRIC = "(?:[A-Z][a-z]+)+"
# The keys of CloudWatch's format, and the dimensions.
NO_METRICS = {
    *("Namespace", "Dimensions", "Metrics", "Name", "Unit", "Timestamp", "CloudWatchMetrics"),
    *("Reason", "Status", "Usd", "Seconds"),
}


def trees(*names: str) -> Iterator[ast.AST]:
    """Yield every node of these files, and of those in these folders."""
    for name in names:
        for path in [ROOT / name, *(ROOT / name).rglob("*.py")]:
            if path.is_file():
                yield from ast.walk(ast.parse(path.read_text()))


PROVIDERS_OWN = {"GET /models", "POST /chat/completions"}
# Those of the front, each of which tests/gateway calls.
FRONTS = {
    *(f"POST /v1{path}" for path in PATHS.values()),
    *("POST /v1/messages/count_tokens", "GET /v1/models", "GET /health", "HEAD /"),
}


def routes() -> set[str]:
    """Return those of the admin API and of `/decide`."""
    sources = [path.read_text() for path in (ROOT / "functions/admin").glob("*.py")]
    found = ROUTE.findall("".join(sources)) + GATEWAY.findall(read("infra/api.py"))
    return {f"{verb.upper()} {path}" for verb, path in found}


EMITTERS = (
    "functions/decide/record.py",
    "functions/decide/handler.py",
    "functions/benchmark/dispatch/shortages.py",
)


def emitted() -> set[str]:
    """Return each name that a metric's value is put under, by `{name: ...}` or `[name] = ...`."""
    keys: list[ast.expr | None] = []
    for node in trees(*EMITTERS):
        if isinstance(node, ast.Dict):
            keys += node.keys
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            keys.append(node.slice)
    texts = [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    return {text for text in texts if re.fullmatch(METRIC, text)} - NO_METRICS


def optional_variables() -> dict[str, object]:
    """Return the environment of functions and workers that has a default, by name."""
    found: dict[str, object] = {}
    for node in trees("functions", "container"):
        if isinstance(node, ast.ClassDef) and "Settings" in map(ast.unparse, node.bases):
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and line.value is not None:
                    found[ast.unparse(line.target).upper()] = ast.literal_eval(line.value)
    return found


def test_every_route_that_is_documented_exists_and_every_other_one_is_documented() -> None:
    assert set(CALL.findall(read("docs/api.md"))) == routes()
    described = document()["paths"].items()
    assert {f"{verb.upper()} {path}" for path, verbs in described for verb in verbs} < routes()


def test_no_document_names_a_route_that_does_not_exist() -> None:
    for path in DOCUMENTS:
        assert set(CALL.findall(path.read_text())) <= routes() | PROVIDERS_OWN | FRONTS, path.name


def test_no_document_names_a_field_or_setting_that_does_not_exist() -> None:
    known = {to_camel(field) for field in fields()} | NO_FIELDS
    for path in DOCUMENTS:
        named = set(re.findall(r"`([a-z]+[A-Z]\w*)`", path.read_text()))
        assert named <= known, path.name


def test_every_exception_to_the_fields_is_still_named() -> None:
    texts = "".join(path.read_text() for path in DOCUMENTS)
    assert {name for name in NO_FIELDS if f"`{name}`" not in texts} == set()


def test_the_metrics_that_are_documented_are_those_that_are_emitted() -> None:
    paragraph = read("docs/operations.md").partition("Metrics are in namespace")[2]
    named = re.findall(f"`({METRIC})`", paragraph.partition("\nA log line")[0])
    assert set(named) - NO_METRICS - {"AutoRouting"} == emitted()


def test_the_variables_that_are_documented_are_those_that_are_read() -> None:
    """`SAMPLE_RATE` is explained where its log line is."""
    rows = VARIABLES.findall(read("docs/configuration.md").partition("in the environment")[2])
    named = {name: value for names, value in rows for name in re.findall(r"`(\w+)`", names)}
    optional = optional_variables()
    assert {*named, "SAMPLE_RATE"} == {*optional, *_LIMITS, "SANDBOXES"}
    assert f"{optional['SAMPLE_RATE']:.0%} of the others".replace("%", " %") in read(
        "docs/operations.md"
    )
    for name in named.keys() & optional.keys():
        assert named[name].strip("`") == str(optional[name]), name


def test_every_make_target_that_is_documented_exists_and_is_phony() -> None:
    makefile = read("Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    for path in DOCUMENTS:
        text = path.read_text()
        named = re.findall(r"(?:^|`|&& )make ([a-z-]+)", text, re.M)
        assert set(named) <= targets, path.name
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    assert set(" ".join(phony).split()) == targets
