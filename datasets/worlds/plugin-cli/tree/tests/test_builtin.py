import json

from tests.support import TreeCase


class BuiltinTest(TreeCase):
    def codes(self, *args, code=0):
        found = json.loads(self.heron("check", "-f", "json", *args, code=code))["findings"]
        return [(f["path"], f["line"], f["code"], f["level"]) for f in found]

    def test_headings_links_and_whitespace(self):
        self.write("a.md", "# A\n\n### C \n\n[x](b.md) [y](#z) [w](https://example.com)\n\n```\n# no\n[x](no.md)\n```\n")
        self.assertEqual(self.codes(code=1), [
            ("a.md", 3, "headings:skipped", "warning"),
            ("a.md", 3, "whitespace:end", "note"),
            ("a.md", 5, "links:dead", "error"),
        ])
        self.assertEqual(self.codes("--min-level", "warning", "--fail-on", "error", code=1)[0][2], "headings:skipped")

    def test_csv(self):
        self.write("t.csv", "id,x\n1,2\n1,3\n1\n")
        self.write("heron.toml", '[csv.keys]\n"t.csv" = "id"\n')
        self.assertEqual([c[1:3] for c in self.codes(code=1)], [(3, "csv:double"), (4, "csv:width")])

    def test_suppress(self):
        self.write("a.md", "# A\n\n[x](b.md) <!-- heron:ignore links:dead -->\n[x](c.md) heron:ignore other:x\n")
        self.assertEqual([c[1] for c in self.codes(code=1)], [4])

    def test_a_baseline_knows_findings_that_move(self):
        self.write("a.md", "# A\n\n[x](b.md)\n")
        self.assertIn("1 findings are known", self.heron("baseline", "write"))
        self.write("a.md", "# A\n\nmore\n\n[x]( b.md)\n[x](b.md)\n[x](b.md)\n")
        self.assertEqual([c[1] for c in self.codes(code=1)], [7])

    def test_reports(self):
        self.write("a.md", "# A\n\n[x](b.md)\n")
        self.assertIn('<failure message="there is no b.md"/>', self.heron("check", "-f", "junit", code=1))
        self.assertIn("a.md,3,error,links:dead,there is no b.md", self.heron("check", "-f", "csv", code=1))
        self.assertIn("report.format: must be one of", self.heron("check", "-s", "report.format=x", code=2))
