from loan_facts
| where price < 50.0
| group tool: n = count(), fees = sum(fee)
