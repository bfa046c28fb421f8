import json

unchanged("shop/shipping.py", "shop/money.py", "shop/errors.py", "docs/shipping.md", "fixtures/zones.csv")
source, zones = read("shop/shipping.py"), read("fixtures/zones.csv")


def outcome():
    return run("python3", "-S", "-B", "-m", "unittest", "tests.test_shipping", timeout=15)


def passing():
    ran = outcome()
    return ran.code == 0 and not ran.late and "\nOK" in ran.err


assert passing(), outcome()
write("fixtures/zones.csv", zones.replace("490", "530").replace(",260,", ",275,").replace("1490", "1610"))
assert passing(), ("with other prices", outcome())
write("fixtures/zones.csv", zones)
for name in ("right_1.py", "right_2.py"):
    write("shop/shipping.py", hidden[name])
    assert passing(), (name, outcome())
for right, wrong in json.loads(hidden["mutants.json"]):
    assert source.count(right) == 1, right
    write("shop/shipping.py", source.replace(right, wrong))
    ran = outcome()
    assert ran.code == 1 and not ran.late and "FAILED" in ran.err, (wrong, ran)
