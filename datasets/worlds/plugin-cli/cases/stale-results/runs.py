p = "heron/engine/run.py"; s = open(p).read()
s = s.replace("    caller = CachedCalls(dispatcher, store, paths) if folder else None\n",
 "    own = [f\"{settings.get('cache.path')}/**\", \".git/**\"]\n    caller = CachedCalls(dispatcher, store, own) if folder else None\n")
open(p, "w").write(s)
