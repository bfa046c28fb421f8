"""A real, very small language model in the loop, without any network.

server: serves the model behind an OpenAI endpoint
"""
