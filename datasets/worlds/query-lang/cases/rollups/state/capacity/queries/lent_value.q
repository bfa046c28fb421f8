from loan_facts
| group category: value = sum(price)
