"""Clients of this project's own API, for the CLI.

stack: reads where a deployed stack answers
admin_api: calls the admin API with signed requests
decide_api: calls `/decide` as a gateway does
"""
