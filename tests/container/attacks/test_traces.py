"""The next case finds nothing that a case leaves, and root is not led astray on the way."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from container.sandboxes import SandboxRefused
from tests.container.attacks.box import ROOT_ONLY, Box, alive, box

pytestmark = ROOT_ONLY

PLANT = """
mkdir -p ~/.config/kilo ~/.config/git ~/.local/share; chmod 700 ~
for place in ~ ~/.config/kilo /tmp /var/tmp /dev/shm .; do
  echo evil > $place/AGENTS.md; mkdir -p $place/deep/er; echo evil > $place/deep/er/x
  chmod 000 $place/deep
done
echo '[user] name=evil' > ~/.gitconfig; echo 'echo evil' > ~/.bashrc
ln -s /etc/passwd /tmp/link; mkfifo /tmp/pipe; ipcmk -M 4096 -p 0666 >/dev/null
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("/tmp/socket")'
mkdir -p $(printf 'd/%.0s' $(seq 200)); touch 'new
line' -- -rf '*'
true
"""
LOOK = "id -u >/dev/null; find ~ . /tmp /var/tmp /dev/shm 2>/dev/null | sort; env | sort; ipcs -m"
# Swaps a folder for a link to what is root's, as fast as it can, from as many processes.
RACE = """
import os
for _ in range(3):
    os.fork()
os.setsid()
while True:
    try:
        os.makedirs("x/y/z", exist_ok=True); open("x/y/z/f", "w").close()
        os.rename("x", "x.%d" % os.getpid()); os.symlink("CANARY", "x"); os.unlink("x")
    except OSError:
        pass
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with box(tmp_path_factory.mktemp("traces")) as found:
        yield found


def test_the_next_case_finds_what_the_first_one_found(sandbox: Box) -> None:
    sandbox.begin({"a.txt": "a"})
    before = sandbox.sh(LOOK).output
    sandbox.begin({"a.txt": "a"})
    assert sandbox.sh(PLANT).exit_code == 0
    sandbox.begin({"a.txt": "a"})
    after = sandbox.sh(LOOK).output
    assert "a.txt" in before
    assert after == before


def test_a_race_during_set_up_and_tear_down_leads_root_nowhere(
    sandbox: Box, tmp_path: Path
) -> None:
    canary = tmp_path / "canary"
    canary.mkdir(mode=0o700)
    (canary / "y" / "z").mkdir(parents=True)
    (canary / "y" / "z" / "f").write_text("precious")
    kept = _state(canary)
    program = RACE.replace("CANARY", str(canary))
    for _ in range(200):
        uid = sandbox.begin({"a/b.txt": "b"})
        sandbox.sh(f"setsid python3 -c '{program}' >/dev/null 2>&1 &")
        sandbox.client.end()
        assert alive(uid) == []
    assert _state(canary) == kept


def _state(folder: Path) -> list[tuple[str, int, int, int]]:
    found = [folder, *sorted(folder.rglob("*"))]
    return [(str(p), (s := p.lstat()).st_uid, s.st_mode, s.st_size) for p in found]


def test_a_link_in_place_of_a_file_shows_what_the_user_may_read_and_no_more(
    sandbox: Box, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("precious")
    secret.chmod(0o600)
    sandbox.begin()
    sandbox.sh(f"ln -s {secret} file; ln -s {tmp_path} folder; ln -s /proc/1/environ environ")
    sandbox.client.close(keep_server=False)
    left = sandbox.client.collect()
    assert b"precious" not in left
    sandbox.client.begin()
    sandbox.client.open(left)
    for name in ("file", "folder/secret", "environ"):
        assert sandbox.sh(f"cat {name}").exit_code != 0
    assert sandbox.sh("echo over > file").exit_code != 0
    assert secret.read_text() == "precious"


def test_what_is_too_much_is_not_collected(sandbox: Box) -> None:
    sandbox.begin()
    sandbox.sh("head -c 200M /dev/zero > big")
    sandbox.client.close(keep_server=False)
    with pytest.raises(SandboxRefused, match="more than 128 MiB"):
        sandbox.client.collect()


def test_a_case_owns_nothing_but_its_home_and_its_folder(sandbox: Box) -> None:
    sandbox.begin()
    tried = sandbox.sh(
        "mv ../case ../gone; mv ~ ../gone; touch ../x ../bin/rg /usr/bin/x /etc/x; "
        "echo > ../bin/rg; rm -f ../bin/rg; kill -9 1; ls -ld ../case ~ ../bin/rg | wc -l"
    )
    assert tried.output.strip() == "3"
    assert tried.errors.count("ermi") >= 8


def test_a_case_has_no_privilege(sandbox: Box) -> None:
    uid = sandbox.begin()
    status = sandbox.sh("cat /proc/self/status").output
    assert f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}" in status
    assert "NoNewPrivs:\t1" in status
    assert [
        line for line in status.splitlines() if line.startswith("Cap") and int(line[-16:], 16)
    ] == []
    assert os.geteuid() == 0
