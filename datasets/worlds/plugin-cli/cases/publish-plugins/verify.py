import json

unchanged("docs/publishing.md", "tools/bundle.py", ".gitignore")
BASE = "contrib: changes of February"
NEW = [("acme.severity", "2.0.0"), ("acme.review", "2.1.2"), ("glossary", "1.3.0"), ("freshness", "0.9.3"), ("metrics", "0.5.0"),
       ("notify", "0.3.2"), ("owners", "1.0.1"), ("spelling", "3.0.3")]
OLD = {"acme.severity": "1.3.0", "acme.review": "2.1.1", "glossary": "1.2.0", "freshness": "0.9.2", "metrics": "0.4.0", "notify": "0.3.1", "owners": "1.0.0", "spelling": "3.0.2"}
REQUIRES = {"acme.review": {"acme.severity": ">=1.1.0,<3.0.0"}, "freshness": {"glossary": ">=1.3.0,<1.4.0"}, "notify": {"acme.review": ">=2.0.0,<3.0.0"},
            "owners": {"freshness": ">=0.9.3,<0.10.0", "metrics": ">=0.4.0,<0.6.0"}}
LINES = {
    "acme.severity": ["- major: a pattern without a colon matches nothing", "- patch: patterns are tried in their order"],
    "acme.review": ["- patch: goes with acme.severity 2.0.0"],
    "glossary": ["- patch: a row without a word is left out", "- minor: other plugins may read glossary.terms"],
    "freshness": ["- minor: a document that the glossary knows is never old"],
    "metrics": ["- major: the file says which version it has"],
    "notify": ["- patch: goes with acme.review 2.1.2"],
    "owners": ["- patch: asks metrics for its counts", "- patch: goes with metrics 0.5.0"],
    "spelling": ["- patch: garnicht is a word that is often written wrong"],
}
YANKED = {"glossary/1.3.0": "hides terms", "freshness/0.9.3": "needs glossary 1.3.0", "owners/1.0.1": "needs freshness 0.9.3"}
SAFE = ("env", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*")


def git(*args):
    ran = run(*SAFE, "git", *args)
    assert ran.code == 0, ran
    return ran.out.strip()


def toml(*texts):
    """Texts of TOML as values."""
    shown = observe(f"import json, tomllib\nfor text in json.loads({json.dumps(json.dumps(texts))}): show(tomllib.loads(text))")
    assert len(shown) == len(texts)
    return shown


assert git("rev-parse", "--abbrev-ref", "HEAD") == "main" and git("status", "--porcelain") == ""
assert run("git", "config", "--file", ".git/config", "--get", "user.name").code == 1
refs = git("for-each-ref", "--format=%(refname)").split()
assert refs == sorted(["refs/heads/main", *(f"refs/tags/{n}/{v}" for n, v in NEW)]), refs
log = [line.split("\t") for line in git("log", "--first-parent", "-11", "--format=%H%x09%s%x09%an <%ae>%x09%cn <%ce>%x09%P").splitlines()][::-1]
assert log[0][1] == BASE and git("diff", "--name-only", "main", log[0][0], "--", "docs", "heron", "tests", "tools", "config") == "", log[0]
subjects = [f"{n} {v}" for n, v in NEW]
assert [row[1] for row in log[1:]] == [*subjects, "index: " + ", ".join(subjects), "index: yank glossary 1.3.0"], log
assert all(row[2:4] == ["Plugin Desk <plugins@example.com>"] * 2 and len(row[4].split()) == 1 for row in log[1:]), log
texts = []
for (name, version), row, before in zip(NEW, log[1:], log):
    commit, tag = row[0], f"{name}/{version}"
    assert git("diff", "--name-only", before[0], commit).split() == [f"contrib/{name}/CHANGES.md", f"contrib/{name}/plugin.toml"], name
    assert git("cat-file", "-t", tag) == "tag" and git("rev-parse", tag + "^{commit}") == commit, tag
    assert git("for-each-ref", "--format=%(contents)", f"refs/tags/{tag}") == f"{name} {version}", tag
    assert git("for-each-ref", "--format=%(taggername) %(taggeremail)", f"refs/tags/{tag}") == "Plugin Desk <plugins@example.com>", tag
    changes = [line.strip() for line in git("show", f"{commit}:contrib/{name}/CHANGES.md").splitlines() if line.strip()]
    want = [f"# {name}", "## Unreleased", f"## {version}", *LINES[name], f"## {OLD[name]}", "- patch: first release from this repository"]
    assert changes == want, changes
    texts += [git("show", f"{commit}:contrib/{name}/plugin.toml"), git("show", f"{log[0][0]}:contrib/{name}/plugin.toml"), read(f"index/{name}/{version}.toml")]
texts += [git("show", f"{log[9][0]}:index/{n}/{v}.toml") for n, v in NEW]
shown = toml(*texts)
released, given, entries, first = shown[0:24:3], shown[1:24:3], shown[2:24:3], shown[24:]
for (name, version), new, old, entry, unyanked in zip(NEW, released, given, entries, first):
    want = {**old, "version": version, **({"requires": REQUIRES[name]} if name in REQUIRES else {})}
    assert new == want, (new, want)
    file = f"dist/{name}-{version}.zip"
    again = run(*SAFE, "sh", "-c", f'd=$(mktemp -d) && python3 -B tools/bundle.py {name}/{version} "$d" && sha256sum {file}')
    sums = [line.split()[0] for line in again.out.splitlines()]
    assert again.code == 0 and len(sums) == 2 and sums[0] == sums[1], again
    want = {"name": name, "version": version, "api": old["api"], **{k: new[k] for k in ("heron", "requires") if k in new}, "sha256": sums[0]}
    assert unyanked == want, (unyanked, want)
    reason = YANKED.get(f"{name}/{version}")
    assert entry == ({**want, "yanked": reason} if reason else want), entry
assert git("diff", "--name-only", log[8][0], log[9][0]).split() == sorted(f"index/{n}/{v}.toml" for n, v in NEW)
assert git("diff", "--name-only", log[9][0], log[10][0]).split() == sorted(f"index/{path}.toml" for path in YANKED)
