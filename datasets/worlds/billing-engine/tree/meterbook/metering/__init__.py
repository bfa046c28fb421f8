"""Events: how they are read, which of them count, and what they sum up to."""
