import re
from pathlib import Path

for path in Path("tests").glob("*.py"):
    text = path.read_text()
    text = text.replace("    def setUp(self):\n        use_test_settings()\n\n", "").replace("        use_test_settings()\n", "")
    text = re.sub(r"from tests.support import (.*)", lambda m: "from tests.support import " + ", ".join(sorted({*m[1].split(", ")} - {"use_test_settings"} | {"SETTINGS"})), text)
    text = text.replace("from meterbook import config\n", "").replace("config.Settings(", "Settings(")
    text = re.sub(r"\n\ndef use_test_settings.*\n.*\n", "", text)
    text = re.sub(r"(?<![\w.])(cutoff|in_time|quantity|make_draft|rate_on|treatment|step_days)\((?!self)", r"\1(SETTINGS, ", text)
    text = re.sub(r"(issue\.close|dunning\.run|notes\.credit_note)\((?=self)", r"\1(SETTINGS, ", text)
    text = text.replace("notes.credit_note, self.db", "notes.credit_note, SETTINGS, self.db").replace("NoRate, rate_on, ", "NoRate, rate_on, SETTINGS, ")
    if path.name == "test_money.py":
        text = text.replace('"line")', '"half_even")').replace('"tax")', '"half_up")')
    if path.name == "support.py":
        text = text.replace("from meterbook.store import records\n", "from meterbook.settings import Settings\nfrom meterbook.store import records\n")
    path.write_text(text)
