"""Search every readable environment and memory for prefixes, as the model's user; print how many
regions could be read, then what was found."""

import glob
import re
import sys

needle = re.compile(
    b"(?:" + b"|".join(re.escape(each.encode()) for each in sys.argv[1:]) + rb")[ -~]{0,60}"
)
found, regions = set(), 0
for path in glob.glob("/proc/[0-9]*"):
    try:
        with open(f"{path}/environ", "rb") as environ:
            found |= set(needle.findall(environ.read()))
        with open(f"{path}/maps") as maps:
            spans = [line.split()[:2] for line in maps if "[v" not in line]
        memory = open(f"{path}/mem", "rb", 0)  # noqa: SIM115
    except OSError:
        continue
    for span, rights in spans:
        low, high = (int(part, 16) for part in span.split("-"))
        if "r" not in rights or high - low > 512 * 2**20:
            continue
        try:
            memory.seek(low)
            found |= set(needle.findall(memory.read(high - low)))
            regions += 1
        except (OSError, ValueError, OverflowError):
            continue
    memory.close()
print(regions, *(text.decode() for text in found))
