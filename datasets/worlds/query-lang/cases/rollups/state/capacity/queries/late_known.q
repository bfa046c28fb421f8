from loan_facts
| group branch: k = count(late)
