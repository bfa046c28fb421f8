"""Makes trees with documents and plugins in a temporary folder."""

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


class TreeCase(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = Path(place.name).resolve()
        (self.root / ".git").mkdir()

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def plugin(self, name, code, **fields):
        lines = [f'name = "{name}"', 'version = "1.0.0"']
        fields = {"api": 2, **fields}
        lines += [f"{key.replace('_', '-')} = {toml(value)}" for key, value in fields.items()]
        self.write(f"contrib/{name}/plugin.toml", "\n".join(lines) + "\n")
        self.write(f"contrib/{name}/plugin.py", code)

    def heron(self, *args, code=0, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HERON")}
        command = [sys.executable, "-B", "-m", "heron", "--root", str(self.root), *args]
        done = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, env={**kept, **env}, timeout=60
        )
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done.stdout + done.stderr


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {toml(v)}' for k, v in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
