from loan_facts
| group tool, category, branch, price: n = count(), fees = sum(fee), known = count(fee)
