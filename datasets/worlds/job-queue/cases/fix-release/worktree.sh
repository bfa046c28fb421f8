set -e
export GIT_COMMITTER_NAME="Release Bot" GIT_COMMITTER_EMAIL=release@example.com GIT_AUTHOR_NAME="Release Bot" GIT_AUTHOR_EMAIL=release@example.com
at() { git log main --format=%H --fixed-strings --grep="$1" | tail -1; }
base=$(git log main --format=%H --grep='^release 0.9.0$')
git worktree add -q -b release/0.9 ../wt.$$ $base
here=$PWD; cd ../wt.$$
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
git cherry-pick -x $(at "cron: a step")
git cherry-pick -x $(at "ordering: nobody") || true
git rm -q --cached millrace/ordering.py; rm -f millrace/ordering.py
git checkout -q HEAD -- tests/test_pure.py
sed -i '/^def _effective/,/^def _in_order/{s/    if aging_ms <= 0:/    if aging_ms <= 0 or priority > 7:/; s|, 9)$|, 8)|; s/has been due\./has been due, up to 8./}' millrace/store/leases.py
sed -i 's/(_effective(3, 2000, 1000), 5)/(_effective(3, 99_000, 1000), 8)/' tests/test_pure.py
git add -A
python3 -B -m unittest discover -s tests -t . 2>&1 | tail -1
GIT_EDITOR=true git cherry-pick --continue
for what in "planner: a changed" "tests: look at" "leases: a lost" "admin: a refused" "admin: reading" "retry: equal"; do
  git cherry-pick -x $(at "$what")
  python3 -B -m unittest discover -s tests -t . 2>&1 | tail -1
done
cat > /tmp/section.$$ <<END
## 0.9.1

### Fixed
$(git log --reverse --format='%(trailers:key=Changelog,valueonly,unfold)' $base.. | sed '/^$/d; s/^/- /')

END
export GIT_AUTHOR_NAME="Release Bot" GIT_AUTHOR_EMAIL=release@example.com
sed -i 's/0\.9\.0/0.9.1/' millrace/__init__.py
python3 - /tmp/section.$$ <<'END'
import subprocess, sys
from pathlib import Path
Path("CHANGELOG.md").write_text(subprocess.run(["git", "show", "HEAD:CHANGELOG.md"], capture_output=True, text=True, check=True).stdout.replace("## 0.9.0", Path(sys.argv[1]).read_text() + "## 0.9.0", 1))
END
git commit -qam "release 0.9.1"
git tag -a v0.9.1 -m "millrace 0.9.1"
cd $here; git worktree remove --force ../wt.$$
python3 - /tmp/section.$$ <<'END'
import sys
from pathlib import Path
p = Path("CHANGELOG.md"); p.write_text(p.read_text().replace("## 0.9.0", Path(sys.argv[1]).read_text() + "## 0.9.0", 1))
END
rm /tmp/section.$$
git commit -qam "changelog: 0.9.1"
git log --oneline --graph --all | head -14; git status --short
