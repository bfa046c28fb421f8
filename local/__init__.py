"""The same stack on one machine: emulator, processes for containers, simulated provider.

stack: starts everything, and ends it
synth: synthesizes the CDK app for the emulator
deploy: deploys the synthesized template to the emulator
servers: starts the emulator and the Valkey server
aws: makes clients of the emulator
gateway: starts the gateway beside the stack, and the kilo CLI as its client
agent: starts the containers of each ECS task as processes
sandboxes: starts sandboxes as processes
namespace: gives a sandbox its own namespaces before it starts
matrix: which right, wrong and hostile work the check of a case accepts
process: child processes that end with their parent
provider: the simulated model provider
proof: performs a case's reference solution or mistake without a model
prove: sends reference solutions through the worker and the real CLI
real: a real, very small model behind an OpenAI endpoint
"""
