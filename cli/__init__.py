"""`autoroute`, the command line: one module for each command or group of commands.

main: the app, its global options, and the commands config, provider, winner and decide
target: the stack that commands talk to, on AWS or local
choice: the stack that the global options name
run: `autoroute run`: plan, start, follow, end and resume runs
progress: shows the progress of runs until they end
table: `autoroute table`: show, publish, hold and roll back the routing table
usage: `autoroute usage`: what users used, and what they saved
dataset: `autoroute dataset`: check, count, show and prove cases
bank: of `autoroute dataset` what changes the cases of a deployment
part: reads and checks a private part
provider: `autoroute provider`: connect the model provider, and check it
debug: `autoroute debug-cli`: one prompt, or an attack, through a worker
demo: `autoroute demo` and `autoroute up`: the local stack with simulated models
demo_session: the demo's session through the gateway, with what it used and saved
simulate: `autoroute replay`: simulated publishing on known outcomes
smoke: `make smoke-real`: the pipeline with a real, very small model
requests: makes requests as a gateway would
evaluate: `autoroute evaluate`: the whole router
skill: the option that sets the skills of simulated models
explain: shows why a decision is what it is
savings: compares the cost of a decision with that of the best model
console: where the CLI prints, and how it formats numbers
render: tables of runs and results
render_results: what a run measured, and which tiers classifiers answered
render_items: the item analysis of a run in a terminal
render_notes: what is unusual about a run, in lines
render_evaluation: shows an evaluation of the whole router
render_case: one case with its attempts, and the changes of a regrade
render_plan: tables of plans
render_table: tables of drafts, gates and history
render_usage: tables of usage and savings
render_bank: the parts of a deployment, and what was done to its cases
render_walls: tables of attacks
config_docs: makes the reference of the config's fields
"""
