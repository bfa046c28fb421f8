# Another way: decisions as a table, the runner called from Python, old differences last.
import sys
sys.path.insert(0, ".")
from pathlib import Path
from quern.conformance.casefile import read
from quern.conformance.runner import Runner

runner = Runner("conformance")
path = Path("conformance/newcomer.case")
known = {"unlike-bray": "D1", "both-unknown": "D1", "join-by-age": "D1", "not-in-null": "D2", "sum-of-none": "D3", "weights": "D3", "ascending": "D4",
         "town-signs": "D5", "towns": "D6", "remainder-right": "D8", "remainders": "D8 D10", "mean-age": "D9", "kinds-in-order": "D10", "zero-divided": "D11"}
parked = {"cents": "N16", "town-first": "N10", "joined-label": "N10", "padded": "functions", "tabs-stay": "functions", "kinds-counted": "old", "halves": "old"}
rows = []
for case in read(path.read_text())[1]:
    if case.name in parked:
        runner.park(case.name, parked[case.name])
        rows.append((case.name, f"parked {parked[case.name]}", f"parked {parked[case.name]}"))
        continue
    new = "kept" if runner.outcome(case, "new") == case.expect else "blessed"
    runner.bless(case.name)
    if "old" in case.engines:
        runner.bless(case.name, "old", known.get(case.name))
    rows.append((case.name, new, known.get(case.name, "same")))
with open("ops/report.csv", "w") as file:
    for row in sorted(rows):
        print(*row, sep=";", file=file)
