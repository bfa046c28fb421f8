"""The dataset, and which of its cases a run measures.

worlds: reads the worlds, and the cases that stand on them
load: reads the cases
conversations: reads the labelled conversations
sizes: how large the cases are
rules: checks the dataset as a whole
select: selects the cases of a run
snapshot: stores the cases of a run beside it
chunking: divides a run into lanes and chunks
checks: decides whether an answer passes
items: item analysis, which cases separate candidates
"""
