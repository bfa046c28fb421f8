"""The evaluation: the whole router's number, from its classifier to the outcomes of its choices.

subjects: the cases with their outcomes and what the classifier says of them
folds: deals the cases into folds
tables: builds the table of each fold, by the production builder
router: routes each case by the table that was built without it, by the production engine
estimates: means with bounds
compare: compares the router with policies, and with routing by the stated tier
mix: compares the router with a random draw that costs the same
report: puts the evaluation together, or says why there is none
prompts: reads the prompts of cases as production reads a request
classifying: classifies the prompts of cases as production would, and keeps each as evidence
evaluator: evaluates a table in steps
handler: the queue `evaluations`
"""
