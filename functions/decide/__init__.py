"""The decide stage: answers `POST /decide`.

handler: the Lambda, with secret, deadline and the writes after the answer
access: checks the bearer secret of a caller
body: reads a request from the HTTP body
decide: makes one decision
answer: makes its answer
outcome: the records of a decision
reduce: reduces a provider request to what a decision needs
fingerprint: names users and sessions by keyed hashes
ask: asks the classifier within the deadline
single_flight: shares one call between parallel requests
engine: chooses the candidate that serves
eligible: excludes candidates by the constraints
switch: computes whether leaving the session's model pays
hold: lets a session go on where nothing can or need be classified
explain: explains a decision
record: log line and metrics of a decision
candidates: lists the candidates of the live table, for gateways
openapi: the OpenAPI document
"""
