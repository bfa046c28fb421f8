import os, shutil, sys, tempfile
top = tempfile.mkdtemp()
for name in ("heron", "contrib"):
    shutil.copytree(name, f"{top}/{name}", ignore=shutil.ignore_patterns("__pycache__"))
shutil.rmtree(f"{top}/heron/legacy")
os.chdir(top)
