import re
from pathlib import Path

def edit(name, *pairs):
    path = Path(name)
    text = path.read_text()
    for old, new in pairs:
        assert re.search(old, text), (name, old)
        text = re.sub(old, new, text)
    path.write_text(text)

M = "meterbook/"
text = Path(M + "config.py").read_text()
cls = text[text.index("@dataclass"):text.index("def load")].rstrip() + "\n"
Path(M + "settings.py").write_text('"""What a deployment sets. Handed over to what needs it (ADR 6)."""\n\nfrom dataclasses import dataclass, field\n\n\n' + cls)
text = text.replace(cls + "\n\n", "")
text = text[:text.index("def current")] + text[text.index("def _toml"):]
text = re.sub(r'\n\nTODO\(marta\).*?\n"""', '"""', text, flags=re.S).replace("import os\n", "").replace("_current = None\n\n\n", "")
text = text.replace("from dataclasses import dataclass, field\n", "").replace("from pathlib import Path\n\n", "from pathlib import Path\n\nfrom meterbook.settings import Settings\n\n\n", 1)
Path(M + "config.py").write_text(re.sub(r"\n{4,}", "\n\n\n", text))
CONF, USE = r"from meterbook import config\n", r"config\.current\(\)"
edit(M + "money.py", (r"\nfrom meterbook import config\n", ""), (r"what: str\)", "mode: str)"), (r"by the mode of docs/money.md for `what`: line or tax\.", "by a mode of docs/money.md: half_even, half_up or up."),
     (r"    mode = _MODES.*\n", ""), (r"rounding=mode\)", "rounding=_MODES[mode])"))
S = "from meterbook.settings import Settings\n"
edit(M + "metering/usage.py", (CONF, ""), (r"(from meterbook.period import .*\n)", r"\1" + S), (USE, "settings"), (r"_meter\((?=name)", "_meter(settings, "), (r"(?<!def )_meter\(meter", "_meter(settings, meter"),
     (r"def cutoff\(", "def cutoff(settings: Settings, "), (r"def in_time\(", "def in_time(settings: Settings, "), (r"def quantity\(customer: Customer, meter: str, facts: Iterable\[Fact\], start: date, until: date\)",
     "def quantity(\n    settings: Settings, customer: Customer, meter: str, facts: Iterable[Fact], start: date, until: date\n)"), (r"def to_units\(", "def to_units(settings: Settings, "), (r"return to_units\(", "return to_units(settings, "), (r"< cutoff\(", "< cutoff(settings, "),
     (r"settings = _meter\(settings, meter\)", "mine = _meter(settings, meter)"), (r"settings\.get\(", "mine.get("))
edit(M + "tax/rates.py", (CONF, ""), (r"(from meterbook.model import .*\n)", r"\1" + S), (r"    settings = config.current\(\)\n", ""), (USE, "settings"), (r"def rate_on\(", "def rate_on(settings: Settings, "), (r"return rate_on\(", "return rate_on(settings, "), (r"def treatment\(", "def treatment(settings: Settings, "))
edit(M + "tax/apply.py", (r"(from meterbook.money import .*\n)", r"\1" + S), (r"def apply_tax\(", "def apply_tax(settings: Settings, "), (r'"tax"\)', 'settings.rounding["tax"])'))
edit(M + "invoicing/draft.py", (r"(from meterbook.period import .*\n)", r"\1" + S), (r"def make_draft\(\n", "def make_draft(\n    settings: Settings,\n"), (r"def lines_of\(\n    customer", "def lines_of(\n    settings: Settings,\n    customer"), (r"in_time\(customer, f", "in_time(settings, customer, f"), (r"lines_of\(customer, part,", "lines_of(settings, customer, part,"),
     (r"= treatment\(", "= treatment(settings, "), (r"apply_tax\(draft", "apply_tax(settings, draft"), (r"= quantity\(", "= quantity(settings, "), (r"_line\((?=customer)", "_line(settings, "), (r'"line"\)', 'settings.rounding["line"])'))
edit(M + "invoicing/numbering.py", (r"from meterbook import config\n", S), (r"def next_number\(", "def next_number(settings: Settings, "), (r"    settings = config.current\(\)\n", ""))
edit(M + "invoicing/issue.py", (CONF, ""), (r"(from meterbook.period import .*\n)", r"\1" + S), (USE, "settings"), (r"def preview\(", "def preview(settings: Settings, "), (r"def close\(db, catalog: Catalog, customer: Customer, period: Period, day: date\)", "def close(\n    settings: Settings, db, catalog: Catalog, customer: Customer, period: Period, day: date\n)"),
     (r"make_draft\(\n", "make_draft(\n        settings,\n"), (r"= preview\(", "= preview(settings, "), (r"_check\(db", "_check(settings, db"), (r"_issue\(db", "_issue(settings, db"), (r"cutoff\(customer", "cutoff(settings, customer"), (r"next_number\(db", "next_number(settings, db"))
edit(M + "invoicing/notes.py", (r"(from meterbook.money import .*\n)", r"\1" + S), (r"def credit_note\(db, number: str, day: date, amounts: dict\[int, int\] \| None = None\)", "def credit_note(\n    settings: Settings, db, number: str, day: date, amounts: dict[int, int] | None = None\n)"), (r"_credited\(db", "_credited(settings, db"), (r"next_number\(db", "next_number(settings, db"),
     (r"_tax\(take", "_tax(settings, take"), (r"def _tax\(", "def _tax(settings, "), (r'"tax"\)', 'settings.rounding["tax"])'))
edit(M + "dunning/schedule.py", (CONF, ""), (r"(from meterbook.period import .*\n)", r"\1" + S), (USE, "settings"), (r"def (\w+)\(", r"def \1(settings: Settings, "), (r"not is_working_day\(", "not is_working_day(settings, "), (r"= next_working_day\(", "= next_working_day(settings, "))
edit(M + "dunning/run.py", (CONF, ""), (r"(from meterbook.money import .*\n)", r"\1" + S), (USE, "settings"), (r"def (due_steps|run)\(", r"def \1(settings: Settings, "), (r"= due_steps\(", "= due_steps(settings, "), (r"in step_days\(", "in step_days(settings, "), (r"_least\(", "_least(settings, "), (r"_charge\(", "_charge(settings, "))
edit(M + "exports/lines.py", (CONF, ""), (r"(from meterbook.money import .*\n)", r"\1" + S), (USE, "settings"), (r"def write_lines\(", "def write_lines(settings: Settings, "))
edit(M + "cli.py", (r"import json\n", "import json\nimport os\n"), (r"    if args.config:\n        config.use\(config.load\(args.config\)\)\n", "    given = config.load(args.config) if args.config else None\n    args.settings = lambda: given or config.load(os.environ.get(\"METERBOOK_CONFIG\", \"config\"))\n"),
     (r"issue.preview\(", "issue.preview(args.settings(), "), (r"catalog, period = (.*)\n", r"settings, catalog, period = args.settings(), \1\n"), (r"issue.close\(", "issue.close(settings, "), (r"notes.credit_note\(", "notes.credit_note(args.settings(), "),
     (r"    steps = dunning.*\n", "    do = dunning.due_steps if args.dry_run else dunning.run\n    steps = do(args.settings(), db, args.day)\n"), (r"write_lines\(db", "write_lines(args.settings(), db"))
edit("docs/architecture.md", (r"\nThe settings are a global.*\n", "\nThe settings are handed over, as the first parameter of what needs them (ADR 6). Only the command line reads them.\n"), (r"money, period, model, errors, config: used by all", "money, period, model, errors, settings: used by all; config by cli alone"))
