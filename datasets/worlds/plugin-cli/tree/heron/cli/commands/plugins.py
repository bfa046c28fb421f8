"""heron plugins: the plugins of a run, and the set of a site"""

import os
from argparse import Namespace
from pathlib import Path

from heron.cli.session import settings_of
from heron.errors import LockError
from heron.plugins.index import Index
from heron.plugins.lock import Site


def run(args: Namespace) -> int:
    action = args.path.partition(" ")[2]
    if action == "list":
        return _list(args)
    index = Index(Path(args.index))
    if action == "versions":
        return _versions(index, args.place1)
    site = Site(Path(args.site), index)
    if action == "show":
        print(f"heron {site.host}")
        for name, version in site.locked.items():
            print(f"{name} {version}{' (held)' if name in site.held else ''}")
    elif action == "verify":
        wrong = site.faults()
        print("\n".join(wrong) or "the set fits")
        return 4 if wrong else 0
    else:
        _change(site, action, args.place1, args.actor or os.environ.get("USER", "unknown"))
    return 0


def _change(site: Site, action: str, place: str, actor: str) -> None:
    if action == "put":
        name, equals, version = place.partition("==")
        if not equals:
            raise LockError(f"{place}: needs NAME==VERSION")
        site.put(name, version, actor)
    elif action == "remove":
        site.remove(place, actor)
    elif action == "host":
        site.host_is(place, actor)
    else:
        site.hold(place, action == "hold", actor)


def _list(args: Namespace) -> int:
    _, manifests = settings_of(args)
    for manifest in manifests:
        kind = "builtin" if manifest.builtin else f"api {manifest.api}"
        print(f"{manifest.name} {manifest.version} ({kind}) {manifest.summary}".rstrip())
    return 0


def _versions(index: Index, name: str) -> int:
    for release in index.releases(name):
        parts = [f"{name} {release.version} api {release.api}"]
        parts += [f"heron {release.heron}"] if release.heron else []
        parts += [f"needs {n} {s}" for n, s in sorted(release.requires.items())]
        parts += [f"not with {n} {s}".rstrip() for n, s in sorted(release.conflicts.items())]
        parts += [f"YANKED: {release.yanked}"] if release.yanked else []
        print("; ".join(parts))
    return 0
