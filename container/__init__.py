"""The worker, one process of a worker task: solves tasks with the kilo CLI in sandboxes.

worker: starts the worker, checks isolation, and runs its slots
chunks: takes chunks off the queue, and stores and announces an attempt for each case
work: one chunk in the hands of a slot, and how a case of it ended
lease: keeps a message and the claims on its cases while the work goes on
solve: solves a case in one sandbox and judges it in another
case: one case, solved by one candidate through the CLI
heard: what the CLI answered, and what the proxy saw: an answer or a cause
attend: answers the CLI's questions and ends a case beyond a limit
lifetime: how long a CLI lives: for one case, or for the cases of a chunk
fixture: the folder in which a case begins
harness: the CLI, started and ready, with its proxy, in a sandbox
pool: the sandboxes of a worker task, some with the CLI started ahead
sandboxes: the client of a sandbox
sandbox: the program beside the worker, in which models work
api: the client of the HTTP API of `kilo serve`
proxy: the server through which the CLI of one case reaches the provider
access: which calls a proxy accepts: one key, one user, one case at a time
relay: checks and answers one request of the CLI
exchange: asks the provider for one answer, and once more after a failure that may pass
ask: reduces a request to the fields that may pass, and estimates its least cost
upstream: the connections of one case to the provider
models: the provider's models, as the CLI sees them
meter: counts calls, tokens and cost of one case, and admits calls within its limits
judge: judges the files that a model left, by the verifier of the case
judge_program: runs the verifier in the judge's process
debugging: sends one prompt of an admin through `kilo run`
attack: has the CLI attack its sandbox, and reports wall by wall
attack_program: what the attack tries in the sandbox
attack_network: what the attack asks of the worker task's network
attack_traces: what the attack leaves behind, and whether the next case finds it
scripted: a provider with a script, for the attack
every: repeats an action in a thread
"""
