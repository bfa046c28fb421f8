"""The classifier, the same code for production and for the benchmark.

normalize: reduces a provider request to what a classifier reads
side: classifies the requests that an agent's program makes for itself
classify: asks a model, or computes the linear classifier
prompt: the messages to a classifier model
parse: finds the classification in a classifier model's answer
fields: reads its eight fields, as models spell them
fallback: guesses by keywords when no answer is usable
linear: the linear classifier
features: the features of a request for the linear classifier
weights: reads the weight file of the linear classifier
"""
