from loan_facts
| group member: last = max(out)
| where last < $day
