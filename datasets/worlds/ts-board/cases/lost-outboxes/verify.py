import json

TOP = "ops/2025-11-03/"
names = ["RUNBOOK.md", "acks.log", "snapshot.json"] + [f"{place}tablet-{x}.jsonl" for place in ("", "mirror/") for x in "abcd"]
unchanged(*[TOP + name for name in names], "tools/outbox.ts", "src/store/reducer.ts", "src/sync/wire.ts", "src/permissions/roles.ts", "config/roles.json")


def rows(text):
    return [json.loads(line) for line in text.split("\n") if line.strip()]


refused = json.loads(read(TOP + "result/refused.json"))
assert refused == json.loads(hidden["refused.json"]), refused
assert json.loads(read(TOP + "result/board.json")) == json.loads(hidden["board.json"])
merged, want = rows(read(TOP + "result/merged.jsonl")), rows(hidden["merged.jsonl"])
assert len(merged) == len(want), len(merged)
for number, (one, two) in enumerate(zip(merged, want)):
    assert one == two, (number, one, two)
    assert list(one.get("message", {})) == list(two.get("message", {})), number
