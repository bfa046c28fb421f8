from tests.support import TreeCase

COUNTING = """
    from heron.api import Finding, hook

    @hook("check")
    def check(document, ctx):
        return [Finding(document.path, 1, "one:x", "note", str(ctx.settings.get("word")))]
    """


class CacheTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("a.md", "# A\n")
        off = '["csv", "headings", "links", "markdown", "whitespace"]'
        self.write("heron.toml", f'[plugins]\nenabled = ["one"]\ndisabled = {off}\n')
        self.plugin("one", COUNTING, defaults={"word": "w"})

    def stats(self, *args, **env):
        return self.heron("check", "--stats", *args, **env).split("cache: ")[1].strip()

    def test_a_second_run_reads_what_the_first_wrote(self):
        self.assertEqual(self.stats(), "hits=0 misses=1")
        self.assertEqual(self.stats(), "hits=1 misses=0")
        self.assertEqual(self.stats("--format", "csv", "--min-level", "error"), "hits=1 misses=0")

    def test_a_setting_of_the_plugin_counts_from_any_layer(self):
        self.stats()
        self.assertEqual(self.stats(HERON__ONE__WORD="z"), "hits=0 misses=1")
        self.assertIn("note: z", self.heron("check", HERON__ONE__WORD="z"))

    def test_an_edit_of_the_plugin_counts(self):
        self.stats()
        self.write("contrib/one/plugin.py", COUNTING + "\n")
        self.assertEqual(self.stats(), "hits=0 misses=1")
