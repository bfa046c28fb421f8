"""The DynamoDB table, one store for each kind of item.

keys: the layout of the table
items: reads and writes items, alone, in batches and in transactions
configs: the admin's config and its history
runs: runs with their states, looks and summaries
results: the lanes of a run and the results of their cases
claims: which worker solves a case now
evidence: results that later runs may carry
origin: what is live
publications: changes of what is live, with drafts, hold and history
bank: what an admin did to the bank of cases
evaluations: the evaluation of each table's version
sessions: the model of each session and its classifications
decisions: counts of decisions by hour, tier and route

Of the table of usage rows:
usage_keys: the layout of the table
usage: writes rows with the sums of their day
usage_reads: reads sums and rows, by pages
"""
