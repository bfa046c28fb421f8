"""Another API 1: functions of a module, with numbers as API 2 has them."""

from dataclasses import replace

from heron.errors import ManifestError
from heron.plugins.apis import Adapted, AdaptedHook


def adapt(manifest, module, settings):
    if not hasattr(module, "HOOKS"):
        raise ManifestError(f"{manifest.name}: entry: no HOOKS")
    hooks = [AdaptedHook(hook, getattr(module, name), **more) for hook, name, more in module.HOOKS]
    return Adapted(replace(manifest, **module.MANIFEST), hooks, note=f"odd {settings.get('core.language')} {manifest.version}")


def shown(code):
    return f"<{code}>"
