"""The benchmark stage: measures candidates, from the plan of a run to graded results.

runs: plans, starts, resumes and regrades runs
dispatch: sends cases to workers, and looks after runs without progress
cases: the dataset, and which of its cases a run measures
grade: grades attempts, and measures classifier candidates
debug: one prompt or attack outside any run
"""
