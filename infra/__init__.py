"""The CDK app, one construct in a file.

app: builds the app with its one stack
stack: makes the constructs and connects them
names: names that other packages need, without the CDK runtime
network: the VPC and its security groups
storage: the DynamoDB table, the bucket and two secrets
usage: the table of the gateway's usage rows
queues: the queues between the stages of a run, with their dead-letter queues
cache: the Valkey cache in front of the live table
bundling: builds the one Lambda asset
function: the defaults of a Lambda function
functions: the functions admin, publish, decide and those that start runs
benchmark: the functions between a started run and its last result
evaluation: the function that evaluates tables
token: the function that mints benchmark identities
api: the HTTP API of `/decide`
recurring: runs that a schedule starts
worker: the worker task on Fargate
gateway: the gateway on Fargate behind a load balancer, where it is asked for
gateway_options: what an operator sets of it
gateway_task: its task
sandbox: the containers beside the worker, in which models work
"""
