from loan_facts
| where late
| group branch: value = sum(price), n = count()
