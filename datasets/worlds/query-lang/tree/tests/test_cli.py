import contextlib
import io
import unittest

from quern.cli import main


def cli(*argv):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(argv)
    return code, out.getvalue(), err.getvalue()


class CliTest(unittest.TestCase):
    def test_run(self):
        code, out, _ = cli("run", "from branches | where area is null or area > $x | select code, area", "--param", "x=100")
        self.assertEqual((code, out), (0, "code,area\nHB,140\nOS,\\N\n"))

    def test_an_error_has_its_code_and_place(self):
        code, _, err = cli("run", "from branches\n| select nme")
        self.assertEqual((code, err), (2, "Q300 there is no column nme at 2:10\n"))

    def test_explain(self):
        _, out, _ = cli("explain", "from loan_facts | where city == \"Linden\" | select id")
        self.assertIn('filter city == "Linden"', out)
        self.assertTrue(out.startswith("engine: new\n"))

    def test_the_views_are_frozen(self):
        self.assertEqual(cli("verify"), (0, "", ""))

    def test_all_reports_can_be_planned(self):
        code, out, _ = cli("engines", "reports/late_by_city.q", "reports/arrears_list.q")
        self.assertEqual((code, out), (0, "late_by_city: new\narrears_list: old\n"))
