"""The model provider: any OpenAI-compatible endpoint.

bounded: makes HTTP calls with one limit for the whole call and for the size of the answer
client: calls the provider: models, and chat completions
answers: reads an answer to a chat completion: what the model said, or why it is none
check: makes one tiny call of each kind, to check a provider
canonical: writes an answer in the one form that a strict client reads
events: reads the data of a stream of events
usage: reads tokens and cost
faults: tells what a failure means, from its status and words
optional: learns which optional parameters a server refuses
listing: reads a list of models
lister: lists the models of the provider in the secret
"""
