"""The stores and stages behind the admin API, each made once."""

from adapters.wiring import Wiring
from functions.benchmark.cases.bank import BankReader
from functions.benchmark.cases.curate import Curator
from functions.benchmark.debug.debug import Debugger
from functions.benchmark.runs.regrade import Regrader
from functions.benchmark.runs.resume import Controller
from functions.benchmark.runs.start import Starter, Worker
from functions.publish.release import Releaser

_wiring = Wiring()
configs, runs, live = _wiring.configs, _wiring.runs, _wiring.publications
documents, models = _wiring.documents, _wiring.models
evaluations, usage = _wiring.evaluations, _wiring.usage
decisions = _wiring.decisions
publishes, evaluating = _wiring.queue("publish"), _wiring.queue("evaluate")
_run_queue = _wiring.queue("run")
bank = BankReader(_wiring.bank, documents)
curator = Curator(bank, documents, configs.get)
starter = Starter(
    runs=runs,
    evidence=_wiring.evidence,
    documents=documents,
    queue=_run_queue,
    models=models,
    worker=Worker.of(_wiring.variable),
    bank=bank.usable,
)
controller = Controller(runs, _run_queue, starter.worker.version)
releaser = Releaser(runs, live, decisions)
regrader = Regrader(runs, documents, _wiring.evidence, starter)
debugger = Debugger(documents, _wiring.queue("chunk"), _wiring.workers)
