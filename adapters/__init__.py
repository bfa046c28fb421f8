"""All I/O: the only application code that talks to AWS, the cache and the provider.

wiring: makes the parts that a handler uses, from the environment
settings: reads the environment of a process into a frozen record
telemetry: the one logger of a process
dynamodb: the table: runs, results, claims, evidence, what is live, sessions
aws: clients of AWS, and queues, objects, secrets and worker tasks
provider: HTTP calls to the model provider, and what it lists
hot_path: what `/decide` uses: caches, deadlines, and work after the answer
own_api: clients of this project's own API, for the CLI
run_completion: ends a run, together with what it leaves
live_copies: writes the copies of what is live, in the bucket and in the cache
identities: signs and verifies benchmark identities
"""
