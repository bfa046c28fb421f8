"""Access to AWS services other than DynamoDB.

clients: makes the clients, each once in a process
queue: sends, receives and holds the messages of one SQS queue
consumer: consumes SQS messages in a Lambda; bad ones go to the dead-letter queue
blobs: reads and writes the objects of the bucket
secrets: reads secrets and keeps them for a few minutes
fargate: counts and starts worker tasks
"""
