"""What `/decide` uses beside the adapters that all share; it imports little (ADR 17).

read_through: reads what is live: from the process, then cache, bucket, DynamoDB
cache: reads and writes the Valkey cache; a failure is a miss
valkey: sends one command to a Valkey server
deadlines: waits for provider and sessions until the deadline, and no longer
deferred: does work after the answer is given
decision_log: writes each decision to the bucket, without content
logs: writes log lines as JSON
"""
