"""Finds the order by trying whatever fits next."""
import subprocess

GOALS = [
    ("put", "acme.severity==1.5.0"), ("host", "0.7.0"), ("put", "acme.review==2.2.0"), ("put", "acme.severity==2.0.0"), ("put", "acme.review==3.0.0"),
    ("release", "glossary"), ("put", "glossary==1.4.0"), ("put", "prose==0.8.0"), ("put", "links-plus==2.10.0"), ("put", "csv-tables==2.0.0"), ("remove", "toc"),
    ("put", "notify==0.3.10"), ("put", "wordlists==1.2.0"), ("put", "freshness==0.9.4"), ("put", "owners==1.0.3"), ("put", "spelling==3.0.5"), ("hold", "glossary"),
]
AFTER = {"acme.severity==2.0.0": "acme.review==2.2.0", "acme.review==3.0.0": "acme.review==2.2.0", "acme.review==2.2.0": "acme.severity==1.5.0", "glossary": "glossary==1.4.0"}
while GOALS:
    for goal in list(GOALS):
        waits = AFTER.get(goal[1]) if goal != ("release", "glossary") else None
        if waits and any(g[1] == waits for g in GOALS):
            continue
        command = ["python3", "-B", "-m", "heron", "plugins", goal[0], "--site", "ops/site", "--index", "ops/index", "--actor", "desk-bot", goal[1]]
        if subprocess.run(command, capture_output=True).returncode == 0:
            GOALS.remove(goal)
            break
    else:
        raise SystemExit(GOALS)
