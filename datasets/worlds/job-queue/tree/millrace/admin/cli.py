"""The command line: python3 -m millrace --db FILE COMMAND. docs/operations.md shows it at work."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from millrace import journal, metrics, planner
from millrace.admin.api import Api
from millrace.clock import ManualClock, SystemClock
from millrace.errors import MillraceError
from millrace.settings import load
from millrace.store import dead, jobs, tenants
from millrace.store.connection import open_db
from millrace.store.migrate import migrate


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args) or 0)
    except MillraceError as error:
        print(f"millrace: {error.code}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="millrace")
    top.add_argument("--db", default="var/millrace.db")
    top.add_argument("--actor", default="cli")
    top.add_argument("--now", type=int, help="milliseconds; for replays and tests")
    subs = top.add_subparsers(required=True)

    def command(name: str, run: Any, *flags: str, **options: Any) -> argparse.ArgumentParser:
        sub = subs.add_parser(name, help=run.__doc__)
        sub.set_defaults(run=run)
        for flag in flags:
            sub.add_argument(flag, **({"required": True} if flag == "--reason" else {}))
        return sub

    command("migrate", _migrate)
    command("restore", _restore, "file")
    for action in ("cancel", "requeue", "move"):
        sub = command(action, _job_action, "--reason")
        sub.add_argument("ids", type=int, nargs="+")
        sub.set_defaults(action=action)
        sub.add_argument("--tenant")
        sub.add_argument("--run-at", type=int)
    for action in ("limit", "pause-tenant", "resume-tenant"):
        sub = command(action, _tenant_action, "tenant", "--reason")
        sub.set_defaults(action=action.removesuffix("-tenant"))
        sub.add_argument("--max-running", type=int)
    for action in ("pause-queue", "resume-queue"):
        command(action, _queue_action, "queue", "--reason").set_defaults(action=action[:-6])
    sub = command("jobs", _jobs, "--state", "--queue", "--tenant", "--kind")
    sub = command("dead", _dead, "--tenant", "--error", "--letter-reason")
    command("show", _show, "id")
    command("tick", _tick)
    command("metrics", _metrics)
    command("offboard", _offboard, "tenant")
    sub = command("journal", _journal, "folder")
    sub.add_argument("--rotate-lines", type=int, default=5000)
    sub = command("settings", _settings, "environment")
    sub.add_argument("--folder", default="config")
    sub.add_argument("--host", default="")
    return top


def _now(args: argparse.Namespace) -> int:
    return SystemClock().now_ms() if args.now is None else int(args.now)


def _post(args: argparse.Namespace, path: str, **data: Any) -> int:
    clock = ManualClock(_now(args))
    body = json.dumps({name: value for name, value in data.items() if value is not None})
    status, answer = Api(open_db(args.db), clock).handle("POST", path, body, args.actor)
    print(json.dumps({"path": path, **answer}))
    return 0 if status == 200 else 1


def _migrate(args: argparse.Namespace) -> None:
    """Bring the database up to date."""
    Path(args.db).parent.mkdir(parents=True, exist_ok=True)
    print("applied:", *(migrate(open_db(args.db)) or ["nothing"]))


def _restore(args: argparse.Namespace) -> None:
    """Fill a new database from an SQL dump."""
    Path(args.db).parent.mkdir(parents=True, exist_ok=True)
    db = open_db(args.db)
    db.execute("PRAGMA foreign_keys=OFF")
    db.executescript(Path(args.file).read_text())
    print("restored:", db.execute("SELECT count(*) FROM jobs").fetchone()[0], "jobs")


def _job_action(args: argparse.Namespace) -> int:
    """Cancel, requeue or move jobs."""
    codes = [
        _post(args, f"/jobs/{i}/{args.action}", reason=args.reason, tenant=args.tenant, run_at=args.run_at)
        for i in args.ids
    ]
    return max(codes)


def _tenant_action(args: argparse.Namespace) -> int:
    """Limit, pause or resume a tenant."""
    path = f"/tenants/{args.tenant}/{args.action}"
    return _post(args, path, reason=args.reason, max_running=args.max_running)


def _queue_action(args: argparse.Namespace) -> int:
    """Pause or resume a queue."""
    return _post(args, f"/queues/{args.queue}/{args.action}", reason=args.reason)


def _jobs(args: argparse.Namespace) -> None:
    """List jobs."""
    db = open_db(args.db)
    for row in db.execute("SELECT id FROM jobs ORDER BY id").fetchall():
        job = jobs.get(db, row["id"])
        filters = {n: getattr(args, n) for n in ("state", "queue", "tenant", "kind")}
        if all(want in (None, getattr(job, name)) for name, want in filters.items()):
            print(json.dumps(job.__dict__))


def _dead(args: argparse.Namespace) -> None:
    """List dead letters that were not requeued."""
    found = dead.letters(
        open_db(args.db), tenant=args.tenant, error=args.error, reason=args.letter_reason
    )
    for row in found:
        print(json.dumps(dict(row)))


def _show(args: argparse.Namespace) -> None:
    """Show one job and what happened to it."""
    db = open_db(args.db)
    print(json.dumps(jobs.get(db, int(args.id)).__dict__))
    for row in db.execute("SELECT * FROM events WHERE job_id = ? ORDER BY seq", (args.id,)):
        print(json.dumps(dict(row)))


def _tick(args: argparse.Namespace) -> None:
    """Enqueue what the schedules are due."""
    print("made:", *planner.tick(open_db(args.db), _now(args)))


def _metrics(args: argparse.Namespace) -> None:
    """Print the metrics text."""
    print(metrics.render(open_db(args.db), _now(args)), end="")


def _offboard(args: argparse.Namespace) -> None:
    """Delete all jobs of a tenant."""
    print("deleted:", tenants.remove(open_db(args.db), args.tenant))


def _journal(args: argparse.Namespace) -> None:
    """Export all events into a folder."""
    writer = journal.Writer(Path(args.folder), args.rotate_lines)
    print("last:", journal.export(open_db(args.db), writer))


def _settings(args: argparse.Namespace) -> None:
    """Print the merged settings of an environment, without environment variables."""
    found = load(Path(args.folder), args.environment, args.host)
    print(json.dumps(found.raw, indent=2, sort_keys=True))
