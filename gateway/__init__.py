"""The gateway: serves `kilo-auto/efficient` to any client of OpenAI's or Anthropic's APIs.

The library, which needs no network of its own:
settings: what an operator sets, and the secrets
incoming: a request as it reached the gateway, and what is asked of `/decide`
breaker: keeps requests from waiting for a `/decide` that fails again and again
asking: asks `/decide` once, and tells its failures from those of the request
reserve: the models that may serve without a decision
resolve: resolves a virtual model, and does without a decision if need be
unservable: words the refusal of a request that no model may serve
splice: changes the top level of a JSON object in its bytes
vendors: the vendor of a model
target: the model that serves, as the provider's list describes it
authors: tells which vendor wrote a piece of a history
reader: a model that reads a history
foreign: takes out of a history what the model that serves cannot read
chat_history: the same of Chat Completions
signatures: puts Google's signatures on tool calls
call_ids: maps the ids of tool calls to what a vendor accepts
effort: says how much a model is to reason
thinking: fits the thinking of the Messages API to the Claude that serves
refusal: tells by a vendor's words how a refused request can be mended
adapt: edits a request for the model that serves it
tokens: the tokens and the cost of an answer
tap: finds the usage of an answer in the bytes that pass by
skim: finds the usage in an answer that is too long to be kept
rows: the queue that writes usage rows
errors: the gateway's own errors, in the shape of each API

The front:
callers: the users of a gateway with their keys
access: tells the caller, and what it may ask for
sessions: what this process knows of its sessions
edits: makes the bodies of a request, as its session needs them
unpack: reads a compressed body
bodies: decodes the body of a request
catalogue: the provider's list of models, and the virtual ones
headers: the headers that are passed on, both ways
failures: tells why a call failed before its first byte
upstream: calls the provider and `/decide`
ask: one request on its way, and what an attempt used
calls: one call of the provider, and its row
counting: one call of the provider that counts tokens
attempts: the first attempt of a request, repairs and a retry
admission: bounds the requests and the bytes of their bodies
passing: passes an answer on, byte for byte and at once
asgi: reads requests from ASGI and answers them
serve: serves one request of a model
front: the ASGI application
sinks: where usage rows are kept
telemetry: tells OpenTelemetry of each attempt
main: starts the front
service: starts the front on AWS, with the secrets of Secrets Manager
"""
