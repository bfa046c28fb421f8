from loan_facts
| where year(out) == 2025 and month(out) <= 3
| group branch: fees = sum(fee)
