"""One prompt or attack outside any run, to see what the CLI and a model make of it.

debug: sends the prompt to a worker, and reads its report
kilo_events: reads the kilo CLI's JSON events
"""
