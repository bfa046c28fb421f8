import json

from heron.config.env import from_env
from heron.config.merge import merged
from tests.support import TreeCase


class MergeTest(TreeCase):
    def test_tables_merge_and_lists_replace(self):
        found = merged({"a": {"x": 1, "y": [1]}}, {"a": {"y": [2]}})
        self.assertEqual(found, {"a": {"x": 1, "y": [2]}})

    def test_plus_and_minus_act_on_what_is_below(self):
        found = merged({"a": [1, 2]}, {"a+": [3, 1], "a-": [2]})
        self.assertEqual(found, {"a": [1, 3]})
        self.assertEqual(merged({"a": [1]}, {"a+": [3], "a": [9]}), {"a": [9, 3]})

    def test_the_environment(self):
        found = from_env({"HERON__LINKS__MAX_REDIRECTS": "3", "HERON_HOME": "x", "HERON__CORE__LANGUAGE": "de"})
        self.assertEqual(found, {"links": {"max-redirects": 3}, "core": {"language": "de"}})


class LayersTest(TreeCase):
    def get(self, key, *args, **env):
        return json.loads(self.heron("config", "get", key, *args, **env))

    def test_stronger_layers_win(self):
        self.write("heron.toml", """
            extends = ["shared/a.toml", "shared/b.toml"]
            [core]
            language = "project"
            profile = "night"
            [profile.night.core]
            min-level = "warning"
            """)
        self.write("shared/a.toml", '[core]\nlanguage = "a"\n[headings]\nmax-depth = 1\n')
        self.write("shared/b.toml", "[headings]\nmax-depth = 2\n")
        self.assertEqual(self.get("core.language"), "project")
        self.assertEqual(self.get("headings.max-depth"), 2)
        self.assertEqual(self.get("core.min-level"), "warning")
        self.write("heron.local.toml", '[core]\nlanguage = "local"\nmin-level = "note"\n')
        self.assertEqual(self.get("core.language"), "local")
        self.assertEqual(self.get("core.min-level"), "warning")
        self.assertEqual(self.get("core.min-level", HERON__CORE__MIN_LEVEL="error"), "error")
        self.assertEqual(self.get("core.min-level", "--set", "core.min-level=note"), "note")

    def test_a_wrong_type_names_key_and_layer(self):
        self.write("heron.toml", '[core]\ninclude = "x"\n')
        told = self.heron("config", "show", code=2)
        self.assertIn("core.include: must be a list, not 'x' (from project heron.toml)", told)

    def test_a_dotted_priority_without_quotes_is_told(self):
        self.write("heron.toml", "[plugins.priorities]\nacme.severity = 3\n")
        self.assertIn("a name with dots needs quotes", self.heron("config", "show", code=2))

    def test_an_unknown_profile_is_an_error(self):
        self.assertIn("no file has a profile x", self.heron("config", "show", "-p", "x", code=2))
