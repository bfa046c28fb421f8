import json

from tests.support import TreeCase

OLD = """
    import json
    from heron.legacy.api import LegacyPlugin

    class Old(LegacyPlugin):
        order = 10

        def setup(self, options):
            self.options = options

        def visit(self, path, text):
            return [(0, "OL001", json.dumps(self.options, sort_keys=True), "err"), (99, "OL002", "m")]

        def accept(self, code, path, line):
            return line >= 0 or code != "headings:none"

        def end(self, stats):
            open(self.options["to_file"], "w").write(json.dumps(stats))
    """


class LegacyTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("a.md", "# A\n")
        self.write("heron.toml", '[plugins]\nenabled = ["old"]\n')
        self.plugin("old", OLD, api=1, defaults={"to-file": str(self.root / "end.json"), "x": 1})

    def test_findings_options_and_numbers_are_translated(self):
        found = json.loads(self.heron("check", "--format", "json", code=1))["findings"]
        self.assertEqual([(f["line"], f["code"], f["level"]) for f in found], [(0, "old:ol002", "warning"), (1, "old:ol001", "error")])
        self.assertEqual(sorted(json.loads(found[1]["message"])), ["language", "to_file", "x"])
        self.assertEqual(json.loads((self.root / "end.json").read_text()), {"files": 1, "problems": 2, "dropped": 0})

    def test_the_text_report_shows_old_codes(self):
        self.assertIn("[OL001]", self.heron("check", code=1))

    def test_the_order_is_turned_round(self):
        self.assertIn("  90 old (api 1)", self.heron("hooks", "check"))
