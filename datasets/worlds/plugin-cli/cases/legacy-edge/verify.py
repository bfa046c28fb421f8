import json

unchanged("docs/adr/0006-api-1-at-the-edge.md", "docs/legacy-api.md", "heron/legacy/api.py", "heron/api/hooks.py", "heron/api/context.py",
          "contrib/spelling/plugin.py", "contrib/ticket-links/plugin.py", "contrib/spelling/plugin.toml", "contrib/ticket-links/plugin.toml",
          "tests/test_legacy.py", "tests/test_dispatch.py", "tests/test_builtin.py", "tests/support.py")


def compared(title, *parts):
    """What the parts show, against what has to be shown."""
    shown = observe("\n".join(hidden[f"{part}.py"] for part in parts), timeout=60)
    wanted = json.loads(hidden[f"{title}.json"])
    assert len(shown) == len(wanted), (title, len(shown), len(wanted))
    for number, (got, want) in enumerate(zip(shown, wanted)):
        assert got == want, (title, number, got, want)


compared("golden", "program", "golden")
compared("new", "program", "new")
compared("gone", "without", "program", "gone")
ran = run("python3", "-B", "-m", "unittest", "tests.test_legacy", timeout=50)
assert ran.code == 0 and "Ran 3 tests" in ran.err, ran
# another API 1 in the place of ours: whatever the rest still knows of ours shows
write("heron/legacy/adapter.py", hidden["fake.py"])
compared("fake", "program", "fake_part")
