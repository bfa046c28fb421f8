from loan_facts
| window by member order out: before = lag(out)
| derive gap = out - before
| group member: gap = max(gap)
