import json

from heron.plugins.versions import Version, allows
from tests.support import TreeCase


class VersionTest(TreeCase):
    def test_candidates_come_before_their_release(self):
        texts = ["1.0.0rc2", "1.0.0", "0.9.9", "1.0.0rc10", "1.0.1"]
        found = [v.text for v in sorted(map(Version, texts))]
        self.assertEqual(found, ["0.9.9", "1.0.0rc2", "1.0.0rc10", "1.0.0", "1.0.1"])

    def test_specifiers(self):
        self.assertTrue(allows(">=1.2.0,<2.0.0", Version("1.10.0")))
        self.assertFalse(allows("~=1.2.0", Version("1.3.0")))
        self.assertTrue(allows("", Version("0.0.1")))
        self.assertFalse(allows("!=1.0.0", Version("1.0.0")))


class SetTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write("plugins.lock", 'heron = "0.6.2"\nheld = []\n\n[plugins]\n"a" = "1.0.0"\n')
        self.release("a", "1.0.0")
        self.release("a", "2.0.0", 'requires = { b = ">=1.0.0" }\n')
        self.release("b", "1.0.0", 'heron = ">=0.7.0"\n')
        self.release("c", "1.0.0", 'conflicts = { a = "" }\nyanked = "bad"\n')

    def release(self, name, version, more=""):
        self.write(f"index/{name}/{version}.toml", f'name = "{name}"\nversion = "{version}"\napi = 2\n{more}')

    def plugins(self, *args, code=0):
        places = ["--site", str(self.root), "--index", str(self.root / "index")]
        more = ["--actor", "me"] if args[0] not in ("show", "verify") else []
        return self.heron("plugins", args[0], *places, *more, *args[1:], code=code)

    def test_each_change_has_to_fit(self):
        told = self.plugins("put", "a==2.0.0", code=4)
        self.assertIn("a 2.0.0 needs b >=1.0.0, which is missing", told)
        self.assertIn("b 1.0.0 needs heron >=0.7.0, this is 0.6.2", self.plugins("put", "b==1.0.0", code=4))
        self.plugins("host", "0.7.0")
        self.plugins("put", "b==1.0.0")
        self.plugins("put", "a==2.0.0")
        self.assertIn("was yanked: bad", self.plugins("put", "c==1.0.0", code=4))
        self.plugins("hold", "b")
        self.assertIn("is held", self.plugins("remove", "b", code=4))
        rows = [json.loads(line) for line in (self.root / "plugins.journal").read_text().splitlines()]
        self.assertEqual([r["action"] for r in rows], ["host", "put", "put", "hold"])
        self.assertIn("b 1.0.0 (held)", self.plugins("show"))
        self.assertIn("the set fits", self.plugins("verify"))
