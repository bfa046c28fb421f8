"""Make the bundle of a plugin from its tag: python3 tools/bundle.py NAME/VERSION FOLDER"""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


def main(tag: str, folder: str) -> None:
    name, _, version = tag.rpartition("/")
    command = ["git", "archive", "--format=tar", tag, f"contrib/{name}"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    path = Path(folder) / f"{name}-{version}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar, zipfile.ZipFile(path, "w") as out:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and not member.name.endswith("CHANGES.md"):
                info = zipfile.ZipInfo(member.name.removeprefix("contrib/"))
                info.create_system, info.external_attr = 3, 0o644 << 16
                out.writestr(info, file.read())
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path)


if __name__ == "__main__":
    main(*sys.argv[1:])
