from loan_facts
| group category: middle = median(fee)
