from loan_facts
| group branch: n = count(category)
