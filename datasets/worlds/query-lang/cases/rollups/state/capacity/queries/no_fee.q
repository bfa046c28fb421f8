from loan_facts
| where fee is null
| group branch, category: n = count()
