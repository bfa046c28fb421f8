"""Limit what the processes of one case may take up together."""

import shutil

from pydantic import Field

from contracts.control_record import ControlRecord

MIB = 2**20
# oom_score_adj, of at most 1000, see proc(5); chosen: before all processes of this project.
_FIRST_TO_GO = 800


class Limits(ControlRecord):
    """The limits of a case, chosen. The kernel checks `file_mib` for one file, `files` for the open
    files of one process, and `user_processes` for all threads of the case's user. The others are
    watched, and a case beyond one of them ends. The CLI itself may take `server_mib` beside what
    its commands take."""

    processes: int = Field(default=128, ge=8)
    memory_mib: int = Field(default=2048, ge=64)
    server_mib: int = Field(default=2560, ge=1024)
    disk_mib: int = Field(default=2048, ge=16)
    connections: int = Field(default=256, ge=16)
    depth: int = Field(default=256, ge=16)
    file_mib: int = Field(default=1024, ge=1)
    files: int = Field(default=4096, ge=256)
    user_processes: int = Field(default=1024, ge=128)

    def prefix(self, *, own_user: bool) -> tuple[str, ...]:
        """Return a command that sets the kernel's limits and then becomes the command behind it.
        When memory runs out, the kernel ends these processes first."""
        found = shutil.which("prlimit")
        if found is None:
            return ()
        processes = (f"--nproc={self.user_processes}",) if own_user else ()
        kernel = (f"--fsize={self.file_mib * MIB}", f"--nofile={self.files}", "--core=0")
        return (*_first_to_go(), found, *kernel, *processes)


def _first_to_go() -> tuple[str, ...]:
    choom = shutil.which("choom")
    return (choom, "-n", str(_FIRST_TO_GO), "--") if choom else ()
