"""The program beside the worker in whose process and file space models work, case by case.

It imports the standard library and pydantic, has no credential, and knows no other case.

__main__: starts the agent, and ends it on SIGTERM
agent: HTTP on a Unix socket that only root can open
sandbox: one case with its user, server and folders, made before it and removed after it
command: runs one command of the worker, and keeps a part of its output
kilo: finds and configures the kilo CLI
server: starts `kilo serve` and waits until it is ready
user: the user of one case: what it may do, and the end of its processes
tree: lays out, collects and removes the folders of a case, as its user
processes: what the kernel lists of a user's processes and connections
usage: counts what a case takes up
watch: checks usage twice a second, and ends what is beyond a limit
limits: how much the processes of one case may take up together
"""
