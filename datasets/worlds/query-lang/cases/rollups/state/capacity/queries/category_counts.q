from loan_facts
| group category: n = count(id)
| sort n desc
