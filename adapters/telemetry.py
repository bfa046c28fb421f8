"""Hold the one logger of a process: structured, without content and without secrets."""

from aws_lambda_powertools import Logger

logger = Logger(service=None)
