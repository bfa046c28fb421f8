"""A real, very small language model in the loop, without any network."""
