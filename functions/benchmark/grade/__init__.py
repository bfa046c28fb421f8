"""Grades attempts, and measures classifier candidates.

handler: the queue `grades`
grader: turns an attempt into a graded result
replay_handler: the queue `replays`
replay: classifies labelled requests by classifier candidates
label_score: scores a classification against the labels
retry: decides on another attempt, or a hole
recorder: records results, keeps the caps, and notices the end of a run
"""
