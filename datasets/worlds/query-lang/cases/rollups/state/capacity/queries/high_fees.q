from loan_facts
| where fee > 10
| group member: n = count()
