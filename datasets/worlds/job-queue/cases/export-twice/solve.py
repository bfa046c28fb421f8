import json, re, subprocess
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path
begin, end, refused = {}, {}, set()
for path in Path("incident").glob("mill-*.log"):
    for line in path.read_text().splitlines():
        clock, _, _, *words = line.split()
        h, m, s = clock.split(":"); at = (int(h) * 60 + int(m)) * 60 + float(s)
        m = re.search(r"(start|finished|heartbeat stale) job=(\d+).* ?fence=(\d+)", line)
        if m:
            key = (int(m[2]), int(m[3]))
            if m[1] == "start": begin[key] = at
            elif m[1] == "finished": end[key] = at
            else: refused.add(key)
day = int(datetime(2026, 1, 14, tzinfo=timezone.utc).timestamp())
events = {}
for path in Path("incident/journal").glob("*.log"):
    for line in path.read_text().splitlines()[1:]:
        seq, at, kind, job, fence, *_ = line.split("|")
        events[int(seq)] = (int(at) / 1000 - day, kind, int(job), int(fence))
lost, now, dead = {}, {}, set()
for _, (at, kind, job, fence) in sorted(events.items()):
    if kind in ("lost", "dead") and fence > now.get(job, 0): lost[job, fence - 1] = at
    if kind == "dead": dead.add(job)
    now[job] = fence
assert all(k in begin for k in lost), [k for k in lost if k not in begin]
margin = min(abs(begin[k] - lost[k]) for k in lost)
waiting = sorted(k for k in lost if begin[k] > lost[k]); running = sorted(k for k in lost if begin[k] <= lost[k])
whole = defaultdict(int)
for k in end:
    if k not in refused: whole[k[0]] += 1
commit = subprocess.run(["git", "log", "--format=%H", "--grep=^leases: a kind may have"], capture_output=True, text=True).stdout.strip()
answer = {"commit": commit, "heartbeatSeconds": 30, "kindsAtRisk": ["invoice_export", "thumbnail"],
 "lostWhileRunning": running, "lostWhileWaiting": waiting,
 "completedTwice": sorted(j for j, n in whole.items() if n > 1), "deadButComplete": sorted(j for j in dead if whole[j])}
print(json.dumps(answer))
