"""Turns the loader round: the present API has an adapter as well, so that the loader has one way."""
from pathlib import Path

Path("heron/plugins/native.py").write_text('''"""The adapter of API 2, which has nothing to adapt."""

from types import ModuleType

from heron.config.settings import Settings
from heron.plugins.apis import Adapted, AdaptedHook
from heron.plugins.manifest import Manifest


def adapt(manifest: Manifest, module: ModuleType, settings: Settings) -> Adapted:
    """Return the marked functions of a plugin."""
    marked = [(f, mark) for f in list(vars(module).values()) for mark in getattr(f, "__heron_marks__", ())]
    hooks = [AdaptedHook(m.hook, f, m.priority, m.before, m.after, m.wrapper) for f, m in marked]
    return Adapted(manifest, hooks)


def shown(code: str) -> str:
    return code
''')
path = Path("heron/plugins/loader.py")
text = path.read_text()
a, b = text.index("def _adapted("), text.index("def _found(")
text = text[:a] + '''def _adapted(manifest: Manifest, settings: Settings) -> Adapted:
    """Return a plugin as one of the present API."""
    module = native if manifest.api == 2 else apis.adapter(manifest.api)
    if module is None:
        raise ManifestError(f"{manifest.name}: api: there is nothing for API {manifest.api}")
    made: Adapted = module.adapt(manifest, imported(manifest), settings)
    return made


''' + text[b:]
text = text.replace("from heron.plugins.apis import CURRENT, Adapted, AdaptedHook, adapter\n", "from heron.plugins import apis, native\nfrom heron.plugins.apis import Adapted\n")
path.write_text(text)
path = Path("heron/plugins/apis.py")
text = path.read_text()
a = text.index("def adapter(")
path.write_text(text[:a].replace("from importlib import import_module\n", "from importlib import import_module\nfrom importlib.util import find_spec\n").replace("CURRENT = 2\n", "") + '''def adapter(api: int) -> ModuleType | None:
    """Return the adapter of an API, or None if there is none."""
    name = ADAPTERS.get(api, "")
    parts = name.split(".")
    there = bool(name) and all(_there(".".join(parts[: n + 1])) for n in range(len(parts)))
    return import_module(name) if there else None


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def shown(code: str) -> str:
    """Return a code as people see it."""
    for module in filter(None, map(adapter, sorted(ADAPTERS))):
        code = module.shown(code)
    return code
''')
