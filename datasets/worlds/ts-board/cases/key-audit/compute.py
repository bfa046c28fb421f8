import json
import os
import subprocess

ORDER = ["ctrl", "alt", "shift", "meta"]
# command: permission, flag, needs focus
SPECS = {
    "focus.next": (None, None, 0), "focus.previous": (None, None, 0), "select.toggle": (None, None, 1), "select.none": (None, None, 0),
    "card.right": ("card.move", None, 1), "card.left": ("card.move", None, 1), "card.archive": ("card.archive", None, 1), "card.lock": ("card.lock", None, 1),
    "card.drop": ("card.assign", None, 1), "filter.none": (None, None, 0), "column.fold": (None, "column.collapse", 1), "help.toggle": (None, None, 0),
    "edit.undo": ("card.create", None, 0), "edit.redo": ("card.create", None, 0),
}
CHAINS = {"global": ["global"], "board": ["board", "global"], "card": ["card", "board", "global"], "editor": ["editor"], "dialog": ["dialog", "global"]}


def load(path):
    return json.load(open(path)) if os.path.exists(path) else {}


BOARD, ROLES, FLAGS = load("test/fixtures/small.json"), load("config/roles.json"), load("config/flags.json")


def normal(key, mac):
    done = []
    for chord in key.lower().split():
        *mods, main = chord.split("+")
        mods = [("meta" if mac else "ctrl") if m == "mod" else m for m in mods]
        done.append("+".join([m for m in ORDER if m in mods] + [main]))
    return " ".join(done)


class Reader:
    def __init__(self, platform, locale, tenant):
        self.mac = platform == "mac"
        self.bound = {}
        own = load(f"config/tenants/{tenant}.json").get("flags", {})
        self.fold = own.get("column.collapse", FLAGS["column.collapse"]["on"])
        for name in ("default", platform, "language/" + locale[:2], f"tenant/{tenant}"):
            for context, keys in load(f"config/keys/{name}.json").items():
                for key, command in keys.items():
                    self.bound[context, normal(key, self.mac)] = command
        self.bound = {k: v for k, v in self.bound.items() if v}

    def ready(self, command, user, focus):
        if command not in SPECS:
            return False
        permission, flag, needs = SPECS[command]
        if (flag and not self.fold) or (needs and not focus):
            return False
        grants, role = set(), BOARD["members"][user]
        while role:
            grants |= set(ROLES[role]["grants"])
            role = ROLES[role].get("extends")
        mine = focus and BOARD["cards"][focus]["assignee"] == user
        return not permission or permission in grants or bool(mine and permission + ".own" in grants)

    def find(self, context, pressed, user, focus):
        """(context of the binding, command), "wait" or None."""
        for place in CHAINS[context]:
            command = self.bound.get((place, pressed))
            if command and self.ready(command, user, focus):
                return place, command
            if any(c == place and k.startswith(pressed + " ") and self.ready(v, user, focus) for (c, k), v in self.bound.items()):
                return "wait"
        return None

    def type(self, keys, context, user, focus):
        pressed, started = [], []
        for key in keys:
            pressed.append(key)
            found = self.find(context, " ".join(pressed), user, focus)
            if found == "wait":
                continue
            if found:
                started.append((found[0], " ".join(pressed), found[1]))
            pressed = []
        return started


READERS = {"A": Reader("mac", "en", "northwind"), "B": Reader("pc", "de-AT", "lindqvist"), "C": Reader("pc", "pt-BR", "atelier"), "D": Reader("pc", "fr", None), "E": Reader("mac", "de", None)}
ROWS = {"?": "help.toggle", "mod+z": "edit.undo", "mod+shift+z": "edit.redo", "mod+y": "edit.redo", "j": "focus.next", "k": "focus.previous", "l": "card.right", "h": "card.left", "x": "select.toggle", "e": "card.archive", "shift+l": "card.lock", "d d": "card.drop", "f": "column.fold", "escape": "select.none", "g h": "help.toggle", "g n": "select.none"}
result = {"wrongRows": {}, "dead": {}, "typed": {}}
for name, reader in READERS.items():
    wrong = []
    for key, command in ROWS.items():
        if (key == "mod+y" and reader.mac) or (key == "f" and not reader.fold):
            continue
        if [one[2] for one in reader.type(normal(key, reader.mac).split(), "card", "ada", "c1")] != [command]:
            wrong.append(key)
    result["wrongRows"][name] = sorted(wrong)
    reached = set()
    for user in ("ada", "eli", "mia", "gus"):
        for context in CHAINS:
            for focus in {"board": [None], "card": ["c1", "c2"]}.get(context, [None, "c1", "c2"]):
                for _, key in list(reader.bound):
                    started = reader.type(key.split(), context, user, focus)
                    reached |= {one[:2] for one in started if one[1] == key}
    result["dead"][name] = sorted(f"{c} {k}" for c, k in reader.bound if (c, k) not in reached)
TYPED = {"A": ("eli", "c2", "e backspace shift+l meta+y shift+meta+z escape"), "B": ("ole", "c4", "s e d d l ctrl+y ctrl+z"), "C": ("mia", "c1", "delete d d g n g x"), "D": ("eli", "c1", "g h d d , ? g"), "E": ("gus", "c2", "d d j x meta+y s ?")}
for name, (user, focus, keys) in TYPED.items():
    result["typed"][name] = [one[2] for one in READERS[name].type(keys.split(), "card", user, focus)]


def first(path, text):
    log = ["git", "log", "--reverse", "--format=%s", "-S" + text, "--", path]
    return subprocess.run(log, capture_output=True, text=True, check=True).stdout.splitlines()[0]


result["since"] = {"B": first("config/keys/language/de.json", '"d": "column.fold"'), "D": first("config/keys/language/fr.json", '"g": "select.none"')}
print(json.dumps(result))
