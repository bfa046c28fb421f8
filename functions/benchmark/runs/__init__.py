"""Plans, starts, resumes and regrades runs.

schedule_handler: the schedule of recurring runs
listing: asks the provider what it lists
start: makes a plan and starts exactly that run
plan: computes what a run would carry, measure and cost
reuse: finds the evidence that a run can carry
estimate: estimates cost and time
resume: cancels and resumes runs
regrade: grades stored answers again with the current checks
"""
