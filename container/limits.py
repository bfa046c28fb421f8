"""What the processes of one case may take up together."""

import shutil

from pydantic import Field

from contracts.model import Wire

MIB = 2**20


class Limits(Wire):
    """`file_mib` is the kernel's limit for any one file; the others are watched, and a case that
    is beyond one of them ends. `user_processes` is the kernel's limit for the model's user, threads
    and the CLI itself included; it is only set where that user is the model's alone."""

    processes: int = Field(default=128, ge=8)
    memory_mib: int = Field(default=2048, ge=64)
    disk_mib: int = Field(default=2048, ge=16)
    file_mib: int = Field(default=1024, ge=1)
    user_processes: int = Field(default=1024, ge=128)

    def prefix(self, *, own_user: bool) -> tuple[str, ...]:
        """A command that sets the kernel's limits and becomes the command behind it."""
        found = shutil.which("prlimit")
        if found is None:
            return ()
        processes = (f"--nproc={self.user_processes}",) if own_user else ()
        return (found, f"--fsize={self.file_mib * MIB}", "--core=0", *processes)
