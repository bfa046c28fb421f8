from loan_facts
| where late
| group city: n = count()
| sort city
