"""`autoroute replay`: simulate publishing on known outcomes.

command: the command, its options and its report
outcomes: reads a file of outcomes by task and model
world: the true accuracies and costs, over the whole file
benchmark: one benchmark on a sample of tasks, published by the product's rules
simulate: draws benchmarks again and again, and sums what their winners do
"""
