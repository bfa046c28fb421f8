# Take back the files in which #88 was only wrong, mend the others in place.
git checkout -q HEAD~1 -- quern/optimize/expressions.py quern/optimize/rules/joins.py quern/optimize/rules/filters.py conformance
git reset -q
python3 - <<'END'
from pathlib import Path


def sub(path, *pairs):
    text = Path(path).read_text()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    Path(path).write_text(text)


sub("quern/optimize/rules/identities.py",
    ("ZERO, ONE = Literal(0), Literal(1)\nTRUE, FALSE = Literal(True), Literal(False)\n", ""),
    ("import Binary, Call, In, Literal", "import Binary, In, Literal"),
    ('    if isinstance(expr, Call) and expr.name == "if" and expr.args[1:] == (TRUE, FALSE):\n        return expr.args[0]\n', ""))
path = Path("quern/optimize/rules/identities.py")
text = path.read_text()
path.write_text(text[: text.index("    left, right = expr.left, expr.right")] + '''    left, right = expr.left, expr.right
    neutral = {"*": "Literal(value=1)", "+": "Literal(value=0)"}.get(expr.op)
    if repr(right) == neutral:
        return left
    return right if repr(left) == neutral else expr
''')
sub("quern/optimize/rules/limits.py",
    ("    if isinstance(join.left, Limit):\n        return None\n",
     "    below = join.left\n    while isinstance(below, Project):\n        below = below.input\n    if isinstance(below, Limit) or not join.outer:\n        return None\n"),
    ("Limit(join.left, node.count, 0)", "Limit(join.left, node.skip + node.count, 0)"))
sub("quern/optimize/rules/order.py",
    ("        if kept & {name for name, _ in below.input.keys}:", "        if all(name in kept for name, _ in below.input.keys):"),
    ("    if isinstance(node, plan.Sort | plan.Aggregate) and isinstance(node.input, plan.Sort):\n",
     "    if isinstance(node, plan.Sort) and isinstance(node.input, plan.Sort) and node.keys == node.input.keys:\n"))
sub("tests/test_optimizer.py",
    ('"left join on pets.owner == id",\n            "filter age > 3", "scan people (id, age)", "project', '"left join on pets.owner == id and age > 3",\n            "scan people (id, age)", "project'),
    ("""'coalesce(kind, "x") == "x"', "join")""", """'coalesce(kind, "x") == "x"', "left join")"""),
    ('"project id", "sort id", "scan people (id)")', '"project id", "sort id", "sort age", "scan people (id, age)")'))
END
