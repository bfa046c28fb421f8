from loan_facts
| where city is null
| group level: n = count()
