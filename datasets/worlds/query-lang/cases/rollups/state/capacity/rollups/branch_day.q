from loan_facts
| group branch, out: n = count(), fees = sum(fee)
