"""The dataset, and which of its cases a run measures.

worlds: reads the worlds, and the cases that stand on them
load: reads the cases
conversations: reads the labelled conversations
bank: the cases of a deployment, with its private parts and without retired ones
standing: what holds of the acts on a bank
parts: packs, stores and reads private parts
curate: retires, moves and restores cases, adds and drops parts
provable: how many cases a tier needs
sizes: how large the cases are
rules: checks the dataset as a whole
select: selects the cases of a run
snapshot: stores the cases of a run beside it
chunking: divides a run into lanes and chunks
checks: decides whether an answer passes
items: item analysis, which cases separate candidates
"""
