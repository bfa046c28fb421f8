set -e
export GIT_COMMITTER_NAME="Release Bot" GIT_COMMITTER_EMAIL=release@example.com GIT_AUTHOR_NAME="Release Bot" GIT_AUTHOR_EMAIL=release@example.com
at() { git log main --format=%H --fixed-strings --grep="$1" | tail -1; }
base=$(git log main --format=%H --grep='^release 0.9.0$')
git switch -q -c release/0.9 $base
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
git cherry-pick -x $(at "cron: a step")
git cherry-pick -x $(at "ordering: nobody") || true
git rm -q --cached millrace/ordering.py; rm -f millrace/ordering.py
git checkout -q HEAD -- tests/test_pure.py
python3 - <<'END'
from pathlib import Path
p = Path("millrace/store/leases.py"); s = p.read_text()
old = '''    """A job gains one step for each full `aging_ms` that it has been due."""
    if aging_ms <= 0:
        return priority
    return min(priority + max(waited_ms, 0) // aging_ms, 9)
'''
assert old in s
s = s.replace(old, '''    """A job gains one step for each full `aging_ms` that it has been due, but never reaches the
    top by waiting: 9 is for those that were born there."""
    if aging_ms <= 0 or priority >= TOP - 1:
        return priority
    return min(priority + max(waited_ms, 0) // aging_ms, TOP - 1)
''').replace("_SCAN = 500\n", "_SCAN = 500\nTOP = 9\n")
p.write_text(s)
p = Path("tests/test_pure.py"); s = p.read_text()
p.write_text(s.replace("test_waiting_lifts", "test_nine_is_for_the_born").replace("_effective(3, 2000, 1000), 5)", "_effective(3, 10**9, 1000), 8)"))
END
git add -A
python3 -B -m unittest discover -s tests -t . 2>&1 | tail -1
git -c core.editor=true cherry-pick --continue
for what in "planner: a changed" "tests: look at" "leases: a lost" "admin: a refused" "admin: reading" "retry: equal"; do
  git cherry-pick -x $(at "$what")
  python3 -B -m unittest discover -s tests -t . 2>&1 | tail -1
done
cat > .git/section <<END
## 0.9.1

### Fixed
$(git log --reverse --format='%(trailers:key=Changelog,valueonly,unfold)' $base.. | sed '/^$/d; s/^/- /')

END
export GIT_AUTHOR_NAME="Release Bot" GIT_AUTHOR_EMAIL=release@example.com
sed -i 's/0\.9\.0/0.9.1/' millrace/__init__.py
python3 - .git/section <<'END'
import subprocess, sys
from pathlib import Path
Path("CHANGELOG.md").write_text(subprocess.run(["git", "show", "HEAD:CHANGELOG.md"], capture_output=True, text=True, check=True).stdout.replace("## 0.9.0", Path(sys.argv[1]).read_text() + "## 0.9.0", 1))
END
git commit -qam "release 0.9.1"
git tag -a v0.9.1 -m "millrace 0.9.1"
git switch -q main
python3 - .git/section <<'END'
import sys
from pathlib import Path
p = Path("CHANGELOG.md"); p.write_text(p.read_text().replace("## 0.9.0", Path(sys.argv[1]).read_text() + "## 0.9.0", 1))
END
rm .git/section
git commit -qam "changelog: 0.9.1"
git log --oneline --graph --all | head -14; git status --short
