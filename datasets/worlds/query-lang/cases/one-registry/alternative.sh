# Another make: one table of declarations by kind and name, spellings found by looking, plans dropped by listeners.
python3 - <<'END'
from pathlib import Path

Path("quern/functions/registry.py").write_text('''"""The functions of the language (ADR 6)."""

from collections import namedtuple

KINDS = ("scalar", "aggregate", "window")
Function = namedtuple(
    "Function", "name kind typed apply strict foldable ported spellings", defaults=(None, True, True, True, ())
)
_all = []
listeners = []


def _names(function):
    return [function.name, *function.spellings]


def _tell():
    for listener in list(listeners):
        listener()


def register(function):
    taken = [n for other in _all if other.kind == function.kind for n in _names(other)]
    if set(taken) & set(_names(function)):
        raise ValueError(f"{function.kind} {function.name}: a name is taken")
    _all.append(function)
    _tell()


def unregister(name, kind):
    for place, function in enumerate(_all):
        if (function.name, function.kind) == (name, kind):
            del _all[place]
            _tell()
            return
    raise KeyError(name)


def find(name, kind):
    return next((f for f in _all if f.kind == kind and name in _names(f)), None)


def names(kind):
    return sorted(f.name for f in _all if f.kind == kind)
''')
path = Path("quern/session.py")
text = path.read_text()
text = text.replace('''        version = f"{self.catalog.version} {registry.version()}"
        key = key_of(query, version, types)
''', '''        key = key_of(query, self.catalog.version, types)
''')
text = text.replace('''        self.cache = PlanCache(self.settings.cache_plans)
''', '''        self.cache = PlanCache(self.settings.cache_plans)
        registry.listeners.append(self.cache.plans.clear)
''')
path.write_text(text)
for name in ("syntax/formatter.py",):
    path = Path("quern") / name
    text = path.read_text()
    path.write_text(text.replace('''    found = (registry.find(name, kind) for kind in registry.KINDS)
    return next((function.name for function in found if function), name)
''', '''    for kind in registry.KINDS:
        if function := registry.find(name, kind):
            return function.name
    return name
'''))
END
