from loan_facts
| where tool == $tool
| group y = year(out), m = month(out): fees = sum(fee), n = count()
