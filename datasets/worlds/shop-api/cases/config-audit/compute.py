import glob
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.getcwd())
sys.dont_write_bytecode = True
from shop import flags, limits, settings
from shop.payments import paylane


class Recorder(dict):
    def __init__(self, values=()):
        super().__init__(values)
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def text_of(path):
    with open(path) as file:
        return file.read()


seen = Recorder({"PAYLANE_MERCHANT": "m", "PAYLANE_KEY": "k"})
settings.load(seen)
limits.load(seen)
paylane.account(seen)
for path in glob.glob("shop/**/*.py", recursive=True) + glob.glob("ops/*.py"):
    text = text_of(path)
    if path != "shop/flags.py":
        for name in re.findall(r'flags\.enabled\([\w.]+, "([^"]+)"', text):
            flags.enabled(seen, name)
    seen.asked |= set(re.findall(r'(?:os\.environ\.get|os\.getenv|ctx\.env\.get)\("([A-Z_]+)"', text))
scope = {"__file__": os.path.abspath("ops/check_env.py"), "__name__": "x"}
exec(text_of("ops/check_env.py"), scope)
seen.asked |= set(scope["NEEDED"])
for path in glob.glob("ops/*.sh"):
    seen.asked |= set(re.findall(r"\$\{?([A-Z][A-Z_]{3,})", text_of(path)))
rows = re.findall(r"^\| ([A-Z_, ]+) \| (.*?) ?\| ", text_of("docs/configuration.md"), re.M)
documented = {name: default for names, default in rows for name in names.split(", ")}
actual = {"SHOP_" + n.upper(): str(v) for n, v in vars(settings.Settings()).items()}
actual |= {f"SHOP_RATE_{b.upper().replace('-', '_')}": str(n) for b, n in limits.load({}).items()}
actual |= {"PAYLANE_" + n.upper(): v for n, v in paylane._DEFAULTS.items()}
wrong = {n: int(actual[n]) for n, d in documented.items() if n in actual and d.strip() and d.strip() != actual[n]}
files = {n: settings.from_files(f"config/{n}.env") for n in ("base", "staging", "prod")}
result = {
    "readNotDocumented": sorted(seen.asked - documented.keys()),
    "documentedNotRead": sorted(documented.keys() - seen.asked),
    "setNotRead": {n: sorted(v.keys() - seen.asked) for n, v in files.items()},
    "wrongDefaults": wrong,
    "effective": {},
}
for name in ("staging", "prod"):
    env = {**settings.from_files("config/base.env", f"config/{name}.env"), "PAYLANE_KEY": "k"}
    found, rates, account = settings.load(env), limits.load(env), paylane.account(env)
    result["effective"][name] = {
        "holdMinutes": found.hold_minutes, "webhookTimeout": found.webhook_timeout_s, "maxDiscountBp": found.max_discount_bp,
        "cancelWindowMinutes": found.cancel_window_minutes, "checkoutPerMinute": rates["checkout"], "hooksPerMinute": rates["hooks"],
        "paylaneVersion": account.api_version, "paylaneTimeout": account.timeout_s,
    }
log = subprocess.run(["git", "log", "--reverse", "--format=%s", "-Shold_minutes: int = 20", "--", "shop/settings.py"], capture_output=True, text=True).stdout
result["staleSince"] = log.splitlines()[0]
print(json.dumps(result))
