from loan_facts
| select id, city
| sort id
