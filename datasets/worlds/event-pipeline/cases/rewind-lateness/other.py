"""The same by looking: what is whole, what the manifests lack, what the log says."""
import datetime, hashlib, json, os, shutil, subprocess

base = "ops/2025-11-12/"
work = base + "work/"
shutil.copytree(base + "data", work)
os.makedirs(work + "quarantine")
told = subprocess.run(["bash", "bin/estuary", "checkpoints", "--data", work], capture_output=True, text=True).stdout
rows = [line.split() for line in told.splitlines()]
good = max(int(row[0]) for row in rows if row[1] != "damaged" and row[1] < "2025-11-12T07:40:12")
aside = []
for row in rows:
    if row[1] == "damaged" or int(row[0]) > good:
        aside.append((f"state/checkpoint-{int(row[0]):06d}.json", f"checkpoint-{int(row[0]):06d}.json"))
restored = []
for source in sorted(os.listdir(work + "in")):
    folder = f"{work}in/{source}/"
    manifest = dict(line.split()[::-1] for line in open(folder + "MANIFEST"))
    names = sorted(name for name in os.listdir(folder) if name.endswith(".seg"))
    for name, digest in manifest.items():
        whole = name in names and hashlib.sha256(open(folder + name, "rb").read()).hexdigest() == digest
        if not whole:
            mirrored = open(f"{base}mirror/in/{source}/{name}", "rb").read()
            assert hashlib.sha256(mirrored).hexdigest() == digest
            open(folder + name, "wb").write(mirrored)
            restored.append(f"in/{source}/{name}")
    position = json.load(open(f"{work}state/checkpoint-{good:06d}.json"))["state"]["positions"][source]["segment"]
    for name in names[:-1]:
        if name not in manifest and name > position:
            aside.append((f"in/{source}/{name}", f"{source}-{name}"))
for path, name in aside:
    os.rename(work + path, work + "quarantine/" + name)
text = open("config/production.yaml").read()
open("config/production.yaml", "w").write(text.replace("45s", "45m"))
ran = json.loads(subprocess.run(["bash", "bin/estuary", "run", "--env", "production", "--data", work], capture_output=True, text=True).stdout)
dead = subprocess.run(["bash", "bin/estuary", "dead", "--reason", "too_late", "--data", work], capture_output=True, text=True).stdout
report = {"checkpoint": good, "restored": restored, "quarantined": sorted(name for _, name in aside), "lines": ran["lines"], "tooLate": len(dead.splitlines())}
json.dump(report, open(work + "report.json", "w"), indent=2)
