"""Sends cases to workers, and looks after runs without progress.

handler: the queue `runs`
dispatcher: sends the missing cases of a run, and starts workers
dead_letters_handler: the dead-letter queues of `chunks` and `replays`
dead_letters: tries dead-lettered cases once more, then makes them holes
sweep_handler: the schedule of the sweep, each minute
sweeper: dispatches or ends runs without progress
shortages: tells shortages of worker tasks, as metrics
"""
