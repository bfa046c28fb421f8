"""The token stage: issues the short-lived tokens of the benchmark user.

handler: the Lambda behind the token URL
mint: checks the caller and makes the identity
"""
