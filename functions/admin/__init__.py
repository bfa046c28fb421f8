"""The admin API behind its Function URL; a front that may start a stage.

handler: the Lambda, with the routes of config, classifier and debug
runs: the routes of runs
evaluations: the routes of evaluations: start one, and show the last
tables: the routes of routing tables
dataset: the routes of the bank: its cases, parts and acts
usage: the routes of usage: sums, the rows of a session, savings
configs: checks and saves a config
classifiers: checks an admin's choice of classifier
wiring: the stores and stages behind the routes
answers: reads bodies, and turns records and errors into HTTP answers
"""
