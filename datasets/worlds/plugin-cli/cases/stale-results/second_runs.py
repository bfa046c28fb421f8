p = "heron/engine/run.py"
s = open(p).read()
s = s.replace("CachedCalls(dispatcher, store, paths)", 'CachedCalls(dispatcher, store, settings.get("cache.path"))')
open(p, "w").write(s)
