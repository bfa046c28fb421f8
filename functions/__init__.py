"""The verbs: one package for each stage, each with a thin handler that knows Lambda.

admin: the admin API, a front that may start a stage
evaluate: computes what the whole router solves and costs
benchmark: measures candidates, from the plan of a run to graded results
publish: turns the results of a run into a routing table or a winner
decide: answers `POST /decide`
token: issues the short-lived tokens of the benchmark user
classifier: classifies a request; `decide` and `benchmark` share it
"""
