"""The routes of evaluations: start one, and show the last."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import LambdaFunctionUrlRouter

from contracts.admin import EvaluateTable, EvaluationView
from contracts.chunk import Evaluate
from contracts.errors import Refused, UnknownDraft
from functions.admin import wiring
from functions.admin.answers import answer, optional_body

router = LambdaFunctionUrlRouter()  # type: ignore[no-untyped-call]


@router.post("/admin/evaluate")
def start_evaluation() -> Response[str]:
    """Send the version to be evaluated; what is shown until then is the last evaluation."""
    wanted = EvaluateTable.from_wire(optional_body(router))
    version = _version(wanted.version)
    wiring.evaluating.send(Evaluate(version=version))
    return answer(_view(version), 202)


@router.get("/admin/evaluate")
def show_evaluation() -> Response[str]:
    """Answer with the evaluation of the version in the query, or of the live table."""
    return answer(_view(_version(router.current_event.get_query_string_value("version", ""))))


def _version(wanted: str | None) -> str:
    if wanted:
        if wiring.live.draft(wanted) is None:
            raise UnknownDraft(wanted)
        return wanted
    live = wiring.live.live()
    if live is None:
        raise Refused("version: no table is live; name a draft of `autoroute table drafts`")
    return live.table.version


def _view(version: str) -> EvaluationView:
    return EvaluationView(version=version, evaluation=wiring.evaluations.of(version))
