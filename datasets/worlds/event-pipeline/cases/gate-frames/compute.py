import csv, json

LOG, FOLDER = "ops/gates/line.log", "ops/gates/"
crc = {}
for poly in (0x07, 0x31):
    table = []
    for n in range(256):
        for _ in range(8):
            n = (n << 1) ^ poly if n & 0x80 else n << 1
        table.append(n & 0xFF)
    crc[poly] = table


def checksum(major, data):
    value = 0xFF if major == 3 else 0
    for byte in data:
        value = value ^ byte if major == 1 else crc[0x07 if major == 2 else 0x31][value ^ byte]
    return value


def plain(text):
    data = bytes.fromhex(text)
    assert data[0] == data[-1] == 0x7E
    out, turned = bytearray(), False
    for byte in data[1:-1]:
        if byte == 0x7D and not turned:
            turned = True
        else:
            out.append(byte ^ 0x20 if turned else byte)
            turned = False
    return bytes(out)


def tags(data):
    found, at = {}, 0
    while at < len(data):
        tag, at, value, shift = data[at], at + 1, 0, 0
        while True:
            byte = data[at]
            value |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                break
        found[tag] = value
    return found


def counters(major, data, before):
    if major == 3:
        return {**before, **tags(data)}
    order = "big" if major == 1 else "little"
    return {n // 2 + 1: int.from_bytes(data[n : n + 2], order) for n in range(0, len(data), 2)}


gates = {int(row["number"]): row for row in csv.DictReader(open(FOLDER + "inventory.csv"))}
state = {n: {"last": None, "recent": [], "sum": {}, "service": False, "drop": False, "started": False} for n in gates}
damaged = repeated = late = 0
for line in open(LOG):
    frame = plain(line.split(" ", 1)[1])
    if len(frame) < 6 or frame[4] + 6 != len(frame) or frame[0] not in (1, 2, 3) or checksum(frame[0], frame[:-1]) != frame[-1]:
        damaged += 1
        continue
    major, kind, data = frame[0], frame[3], frame[5:-1]
    mine = state[frame[1] if major == 1 else frame[1] & 31]
    if frame in mine["recent"]:
        repeated += 1
        continue
    mine["recent"] = [*mine["recent"], frame][-4:]
    if kind == 2:
        mine["service"] = data[0] == 1
        mine["drop"] = True
    elif kind == 3:
        mine["service"] = False
        if data[0] != 2:
            mine["last"] = dict.fromkeys((1, 2, 3, 5), 0) if len(data) == 1 else counters(major, data[1:], {})
            mine["started"] = True
    elif kind == 1:
        now, last = counters(major, data, mine["last"] or {}), mine["last"]
        size = {1: 10000, 2: 65536, 3: 1 << 32}[major]
        if last is not None:
            steps = {k: (now[k] - last.get(k, 0)) % size for k in now if k in (1, 2, 3, 5)}
            if steps[1] > size // 2 or steps[2] > size // 2:
                late += 1
                continue
            if not mine["drop"]:
                for k, step in steps.items():
                    mine["sum"][k] = mine["sum"].get(k, 0) + step
        mine["last"], mine["drop"] = now, False
result = {}
for n, gate in gates.items():
    version, total = float(gate["firmware"]), state[n]["sum"]
    a, b = total[1], total[2]
    into, out = (b, a) if gate["mounting"] == "reversed" else (a, b)
    if 3.0 <= version < 3.2:
        into += total.get(5, 0)
    says = version >= 2.5 and version != 3.0 or version >= 2 and gate["mounting"] == "normal"
    result[gate["gate"]] = {"in": into, "out": out, "child": total.get(3, 0) if says else "unknown"}
print(json.dumps({"gates": result, "frames": {"damaged": damaged, "repeated": repeated, "late": late}}))
