from loan_facts
| group category: mean = avg(fee)
