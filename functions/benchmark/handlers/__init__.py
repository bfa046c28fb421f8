"""The Lambda entry points of the benchmark, one a queue."""
