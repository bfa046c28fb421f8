"""The nouns: records and rules that all parts share, in the order in which data flows.

scalars: the numbers and texts of all records, for pydantic and msgspec alike
options: what an admin chooses between, such as effort and rule
digest: short fingerprints of data
depth: how deeply JSON may be nested
json_text: JSON in texts from outside
metrics: metrics as log lines
words: text from outside, made safe to store and to show
rounding: the adding and rounding of published numbers
statistics: bounds of an accuracy, a difference and a mean cost
problems: validation errors in words
failure: what can go wrong with a case, and what it says about the model
errors: the exception tree
bounds: the check of a record that is made in code
hot_record: the base of the records of `/decide` (msgspec)
taxonomy: task types, subtypes, routes and axes of a request
routable: the models that can be routed to
control_record: the base of the records of the control plane (pydantic)
tier: the difficulty tier of a request
classification: what a classifier reads and says
price: prices and capabilities of models
completion: the provider's answer to one call
usage: what requests used and cost, and sums of that
check: how an answer is judged
world: a repository on which cases stand
dataset: the cases
bank: private parts, and acts on the cases of a deployment
candidates: the models of a config, and how they are called
tuning: how a classifier model is called
limits: the limits of one attempt at a case
config: what an admin sets
look: which cases an interim analysis adds
run: a run and its lanes
worker_tasks: what a worker may see of a run
plan: what a run would measure and cost
chunk: the queue messages of a run
attempt: the raw outcome of one case
result: the graded outcome of one case
item: what the answers of a run say about a case itself
evidence: a result that later runs may reuse
summary: the results of one candidate in one tier or on one route
table: the routing table
savings: what sessions saved against other ways to serve them
winner: the classifier that production uses
evaluation: what the whole router solves and costs
publication: drafts, the gate and the history of the live table
objects: the keys of the bucket
decision: request and answer of `/decide`
live_candidates: which models the live table lets serve
conversation: a labelled conversation of the dataset
session: what is stored of a session
ports: what the stages need of storage, queues and workers
publishing: what the publish stage needs of storage
debug: one prompt or attack outside any run
identity: the short-lived token of a benchmark user
admin: requests and answers of the admin API
"""
