from loan_facts
| group w = weekday(out): n = count()
| sort w
