"""Measurements of this project's own speed and cost, and the training of the linear classifier.

decide: time and memory of a decision in a warm process
others: the same beside other routers
coldstart: a cold start of `/decide` from its packaged asset
load: `/decide` under load through the emulator, while things break
reading: time of reading a request against its size
sessions: cost of switching models, on simulated sessions
pipeline: throughput and AWS requests of a run, with a worker that solves nothing
gateway: the goals of the gateway's speed beside what is measured
gateway_bare: the least that a front can be, with the same libraries
gateway_stage: a provider that answers at once, a front before it, and what a process uses
gateway_beside_litellm: requests and streams through this gateway and through LiteLLM
gateway_load: requests, streams and disconnects for a front or another proxy
bill: counts the AWS requests of a process and their list price
worker: time and memory that the isolation of cases costs
simulate: time of `autoroute replay`
agreement: how far two labellers agree on the requests of the dataset
linear: accuracy of the linear classifier on the dataset
train_linear: trains the linear classifier
training: reads the texts that it learns from
conversations: puts training requests into conversations
calibrate: turns margins into the scores that they stand for
"""
