"""The publish stage: turns the results of a run into a routing table or a winner.

handler: the queue `publishes`
publish: ends a run: the next look, a draft, a winner, or a failure
findings: reads and summarizes the results of a run once
summaries: the summaries of a run, by tier and by route
summarize: computes one summary
classified: the summary of a classifier candidate, by tier or by labels
paired: scores of candidates on the same cases
looks: the next look of a run
sequential: which candidates another look should measure
look_savings: what early stopping saved
rank: orders the candidates of a tier or route
non_inferiority: compares a candidate with the fallback
select_server: selects the candidate that serves
terms: what a run's config says about its table
build: builds the routing table
next_proofs: where more cases would prove a cheaper candidate
saturation: tiers whose cases do not separate the candidates
gate: compares a draft with the live table, and refuses it
release: publishes drafts, rolls back, holds and releases
expected_loss: prices the errors of a classifier by the live table
winner: chooses the classifier
"""
