"""The classifier: the very code that production runs and that the benchmark measures."""
