"""What most commands begin with: settings and plugins of a run."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from heron.config.flags import from_flags
from heron.config.layers import all_layers, project_folder
from heron.config.settings import Settings, combined
from heron.plugins.discover import chosen
from heron.plugins.loader import load
from heron.plugins.manifest import Manifest
from heron.plugins.registry import Registry


def root_of(args: Namespace) -> Path:
    return Path(args.root).resolve()


def settings_of(args: Namespace) -> tuple[Settings, list[Manifest]]:
    """Return the settings, and the plugins that take part, in load order. Which take part is
    decided without the defaults of plugins. Raises ConfigError.
    """
    root = root_of(args)
    layers = all_layers(root, os.environ, from_flags(args.set, vars(args)), args.profile)
    plain = combined(layers)
    base = project_folder(root) or root
    paths = [base / path for path in plain.get("plugins.paths")]
    manifests = chosen(paths, plain.get("plugins.enabled"), plain.get("plugins.disabled"))
    settings = combined(layers, manifests)
    if getattr(args, "no_cache", False):
        settings.values["cache"]["enabled"] = False
    return settings, manifests


def registry_of(args: Namespace) -> tuple[Settings, Registry]:
    settings, manifests = settings_of(args)
    return settings, load(manifests, root_of(args), settings, lambda t: print(t, file=sys.stderr))
