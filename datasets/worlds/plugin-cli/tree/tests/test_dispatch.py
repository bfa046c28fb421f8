from tests.support import TreeCase


class DispatchTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("a.md", "# A\n")
        self.write("heron.toml", '[plugins]\nenabled = ["one", "two"]\n')

    def trace(self, code=0):
        self.heron("check", "--trace", str(self.root / "trace.log"), code=code)
        lines = (self.root / "trace.log").read_text().splitlines()
        return [line for line in lines if line.split()[1] in ("one", "two")]

    def test_wrappers_stand_around_each_other_and_replace(self):
        code = """
            from heron.api import Finding, hook

            @hook("check", wrapper=True, priority={0})
            def around(document):
                found = yield
                return [*found, Finding(document.path, 0, "x:{0}", "note", str(len(found)))]
            """
        self.plugin("one", code.format(10))
        self.plugin("two", code.format(20))
        out = self.heron("check")
        self.assertIn("note: 0 [x:10]", out)
        self.assertIn("note: 1 [x:20]", out)
        self.assertEqual(self.trace(), ["check two in", "check one in", "check one out", "check two out"])

    def test_skip_leaves_a_chain_as_it_was(self):
        self.plugin("one", """
            from heron.api import Finding, hook

            @hook("check")
            def check(document):
                return [Finding(document.path, 1, "one:x", "note", "m")]

            @hook("filter")
            def filter(finding):
                raise ValueError("no")
            """)
        self.plugin("two", "")
        out = self.heron("check", code=5)
        self.assertIn("[one:x]", out)
        self.assertIn("one failed in filter: ValueError: no", out)

    def test_disable_ends_all_but_finish(self):
        self.plugin("one", """
            from heron.api import hook

            @hook("check")
            def check(document):
                raise ValueError("no")

            @hook("filter")
            def filter(finding):
                return None

            @hook("finish")
            def finish(summary):
                pass
            """, on_error="disable")
        self.plugin("two", """
            from heron.api import Finding, hook

            @hook("check", priority=10)
            def check(document):
                return [Finding(document.path, 1, "two:x", "note", "m")]
            """)
        self.assertEqual(self.trace(code=5), ["check one", "check two", "finish one"])

    def test_stop_ends_the_run(self):
        self.plugin("one", """
            from heron.api import hook

            @hook("configure")
            def configure():
                raise ValueError("no")
            """, on_error="stop")
        self.plugin("two", "")
        self.assertIn("plugin one: configure: ValueError: no", self.heron("check", code=3))

    def test_done_ends_the_calls(self):
        self.plugin("one", """
            from heron.api import Done, Finding, hook

            @hook("check", priority=90)
            def check(document):
                raise Done([Finding(document.path, 1, "one:x", "note", "m")])
            """)
        self.plugin("two", """
            from heron.api import hook

            @hook("check")
            def check(document):
                raise ValueError("not called")
            """)
        self.assertEqual(self.trace(), ["check one"])
