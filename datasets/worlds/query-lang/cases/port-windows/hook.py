from pathlib import Path

path = Path("quern/engine/run.py")
text = path.read_text()
text = text.replace("from quern.engine import join, relational\n", "from quern.engine import join, relational, window\n")
text = text.replace("Window and Append are not ported yet", "Append is not ported yet")
text = text.replace("    plan.Sort: relational.sort,\n", "    plan.Window: window.window,\n    plan.Sort: relational.sort,\n")
path.write_text(text)
path = Path("tests/test_engines.py")
text = path.read_text()
text = text.replace('"from people | window: n = count()", ', "")
path.write_text(text)
