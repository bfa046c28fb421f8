from loan_facts
| group branch: mean = avg(price)
| sort branch
