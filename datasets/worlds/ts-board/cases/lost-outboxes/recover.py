import hashlib
import json
import os
import re
import subprocess

TOP = "ops/2025-11-03/"
OLD = {"ca", "ce", "cm", "cl", "cs", "cx", "wl", "wr"}


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def digest(message, at):
    return hashlib.sha256(f"{compact(message)}@{at}".encode()).hexdigest()[:8]


def sound(line):
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if digest(found["message"], found["at"]) == found["sum"] else None


early = set()
for line in open(TOP + "acks.log"):
    when, _, _, entry = line.split()
    if int(when) <= 1762149600000:
        early.add(tuple(entry.split("#")))
queue, refused = [], {}
for device in "abcd":
    name = "tablet-" + device
    pair = [open(f"{TOP}{place}{name}.jsonl").read().splitlines() for place in ("", "mirror/")]
    head = json.loads(pair[0][0])
    written, clock = set(), 0
    for number, (one, two) in enumerate(zip(*pair)):
        found = number and (sound(one) or sound(two))
        if not found:
            continue
        message = found["message"]
        key = (name, message["cid"])
        if compact(message) in written or (name, str(message["cid"])) in early:
            continue
        written.add(compact(message))
        clock = max(clock, found["at"] - head["skew"])
        if head["protocol"] == 2:
            if message["op"] not in OLD:
                refused[key] = "protocol"
            for field, nothing in (("b", ""), ("u", ""), ("n", 0)):
                if message.get(field, 1) == nothing:
                    message[field] = None
            if "on" in message:
                message["on"] = bool(message["on"])
        queue.append((clock, name, number, key, message))
queue.sort(key=lambda row: row[:3])
os.makedirs(TOP + "result", exist_ok=True)
while True:
    left = [row for row in queue if row[3] not in refused]
    with open(TOP + "result/merged.jsonl", "w") as file:
        file.write('{"device":"merged","protocol":3,"skew":0}\n')
        for at, _, _, _, message in left:
            file.write(compact({"at": at, "sum": digest(message, at), "message": message}) + "\n")
    ran = subprocess.run(["node", "tools/outbox.ts", "replay", TOP + "snapshot.json", TOP + "result/merged.jsonl", TOP + "result/board.json"], capture_output=True, text=True, check=True)
    bad = re.search(r"^line (\d+): (\w+):", ran.stdout, re.M)
    if not bad:
        break
    refused[left[int(bad.group(1)) - 2][3]] = bad.group(2)
places = list(dict.fromkeys(row[3] for row in queue))
rows = [{"device": key[0], "cid": key[1], "code": refused[key]} for key in places if key in refused]
with open(TOP + "result/refused.json", "w") as file:
    json.dump(rows, file)
