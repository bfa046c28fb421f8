from loan_facts
| group city, level: mean = avg(fee)
