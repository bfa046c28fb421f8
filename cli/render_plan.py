"""Show a plan in a terminal."""

from rich.console import Group
from rich.text import Text

from cli.console import UNKNOWN, share, usd
from cli.render import grid
from contracts.plan import CandidatePlan, Cost, NextProof, Plan


def plan(found: Plan) -> Group:
    """Return what each candidate carries and measures, and what that may cost."""
    shown = grid(f"Plan of a {found.kind} run", "model", "carried", "to measure", "USD", "basis")
    for candidate in found.candidates:
        shown.add_row(*_candidate(candidate))
    lines = [*_whys(found), *map(_proof, found.proofs)]
    return Group(shown, *[Text(line, style="dim") for line in lines], Text(_total(found)))


def _proof(found: NextProof) -> str:
    what = f"tier {found.tier}: {found.candidate} solves {share(found.accuracy)}"
    if found.to_measure is None:
        return f"{what}; no number of cases proves it at that rate"
    saving = f"{found.saving_share:.0%} of the cost of {found.serving}"
    month = usd(None if found.saving_usd is None else round(found.saving_usd, 2))
    return (
        f"{what}; {found.to_measure} more cases of other skills, for about "
        f"{usd(None if found.cost_usd is None else round(found.cost_usd, 4))}, would prove it if "
        f"that stays so, and save {saving} there; a month: {month}"
    )


def _candidate(found: CandidatePlan) -> tuple[str, ...]:
    name = found.candidate + (f" ({found.reasoning_effort})" if found.reasoning_effort else "")
    return name, str(found.carried), str(found.measured), cost(found.cost), found.basis


def _whys(found: Plan) -> list[str]:
    reasons: dict[str, int] = {}
    for candidate in found.candidates:
        for why, number in candidate.why.items():
            reasons[why] = reasons.get(why, 0) + number
    return [f"{number} to measure: {why}" for why, number in reasons.items()]


def _total(found: Plan) -> str:
    tasks = f", {found.tasks} worker tasks" if found.tasks else ""
    steps = ", ".join(map(str, found.looks))
    looks = f", in looks at {steps} cases a tier, the first {found.least}" if steps else ""
    return (
        f"{found.measured} of {found.measured + found.carried} results to measure{looks}; "
        f"{found.carried} carried; {_whole(found)}; {_minutes(found.minutes)}{tasks}"
    )


def _whole(found: Plan) -> str:
    if found.cost is not None:
        return f"cost {cost(found.cost)}"
    known = [candidate.cost for candidate in found.candidates if candidate.cost is not None]
    start = Cost(low=0, expected=0, high=0)
    return f"cost {UNKNOWN}, of which {cost(sum(known, start))} is known"


def cost(found: Cost | None) -> str:
    """Return the expected cost, with the range in which 80 % of such runs end."""
    if found is None:
        return UNKNOWN
    low, expected, high = (
        usd(round(value, 4)) for value in (found.low, found.expected, found.high)
    )
    return expected if found.low == found.high else f"{expected} ({low} to {high})"


def _minutes(found: float | None) -> str:
    if found is None:
        return f"time {UNKNOWN}"
    return f"about {found:.0f} min" if found >= 1 else "less than a minute"
