import json

unchanged("docs/completion.md", "heron/cli/tree.py", "heron/cli/commands/completion.py")
DATA = json.loads(hidden["scenarios.json"])
ROWS = DATA["rows"]


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def scenario(row):
    words = " ".join(map(quoted, row["words"]))
    return (f"COMP_WORDS=({words}) COMP_CWORD={row['cword']} COMP_LINE={quoted(row['line'])} COMP_POINT={row['point']} "
            f"COMP_WORDBREAKS={quoted(row['breaks'])}\n_ask heron {quoted(row['cur'])} {quoted(row['prev'])}\n")


START = """
_d=$(mktemp -d); cp completion/heron.bash "$_d/"; cd "$_d"
mkdir files 'files/heaven dir' files/sub files/sub/deep; : > files/heron.toml; : > 'files/my notes.toml'; : > files/a.log; : > 'files/b c.log'
: > files/sub/x.toml; : > files/sub/in.log; : > "$_d/said"
compopt() { :; }
_ask() {
    COMPREPLY=(left over)
    _heron_complete "$@" >> "$_d/said" 2>&1
    printf '\\n>>\\n'
    [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
}
_state() { set -o; shopt; printf '%q\\n' "$IFS" "$PWD" "$PATH"; compgen -A function; compgen -v; }
"""
SOURCE = """
PATH=/nothing/here
COMP_WORDS=() COMP_CWORD=0 COMP_LINE= COMP_POINT=0 COMPREPLY=()
_before=$(_state)
source heron.bash >> "$_d/said" 2>&1
cd files
"""
END = """
_after=$(_state)
printf '\\n==\\n'
complete -p heron
printf '\\n==\\n%s\\n==\\n%s\\n==\\n' "$_before" "$_after"
[ -s "$_d/said" ] && printf 'said %s' "$(<"$_d/said")"
printf 'the end'
"""
ODD = "set -uf; shopt -s nullglob nocasematch; IFS='e,='; "
OWN = ("_heron", "BASH_", "COMP", "PIPESTATUS", "FUNCNAME", "_=", "OPTARG")
OWN_EXACT = {"_", "RANDOM", "SRANDOM", "LINENO", "SECONDS", "OPTIND", "HERON_COMPLETION_SPEC", "OLDPWD", "_after", "_before", "DIRSTACK"}


def foreign(state, folder):
    lines = [line.replace(folder, "") for line in state.splitlines()]
    return [x for x in lines if not x.startswith(OWN) and x not in OWN_EXACT]


def asked(rows, mode, before):
    """What the script offers for each row, in one shell."""
    text = START + before + mode + SOURCE + "".join(row if isinstance(row, str) else scenario(row) for row in rows) + END
    ran = run("bash", "--norc", "--noprofile", "-c", text, timeout=60)
    head, registered, was, now, end = ran.out.split("\n==\n")
    assert end == "the end", end
    assert "-F _heron_complete" in registered, registered
    folder = "/files"
    assert foreign(was, folder) == foreign(now, folder), sorted(set(foreign(now, folder)) ^ set(foreign(was, folder)))[:9]
    return [sorted({x.rstrip("/") for x in part.splitlines() if x}) for part in head.split("\n>>\n")[1:]]


SPEC = f"printf %s {quoted(DATA['spec'])} > heron.spec\n"
for mode in ("", ODD):
    got = asked(ROWS, mode, SPEC)
    assert len(got) == len(ROWS), (len(got), len(ROWS))
    for row, found in zip(ROWS, got):
        assert found == sorted(set(row["want"])), (mode, row, found)

# the file: named by the variable, or empty, or changed, or not there
first = next(row for row in ROWS if row["line"] == "heron ")
two = {**first, "line": "heron only -", "point": 12, "cword": 2, "words": ["heron", "only", "-"], "cur": "-", "prev": "only"}
got = asked([first, "HERON_COMPLETION_SPEC=\n", first, f"printf %s {quoted(DATA['second'])} > \"$_d/other spec\"\nHERON_COMPLETION_SPEC=\"$_d/other spec\"\n",
             first, two, f"printf %s {quoted(DATA['spec'])} > \"$_d/other spec\"\n", first, "HERON_COMPLETION_SPEC=$_d/none\n", first], "", SPEC)
assert got == [first["want"], first["want"], ["only"], ["--one"], first["want"], []], got
assert asked([first, two], ODD, "") == [[], []]
# today's tree
tree = run("python3", "-B", "-m", "heron", "completion")
assert tree.code == 0 and "command\tcheck\t" in tree.out, tree
three = {**two, "line": "heron p put --a", "point": 15, "cword": 3, "words": ["heron", "p", "put", "--a"], "cur": "--a", "prev": "put"}
got = asked([first, three], "", f"printf %s {quoted(tree.out)} > heron.spec\n")
assert got == [["baseline", "cache", "check", "config", "hooks", "plugins"], ["--actor"]], got
