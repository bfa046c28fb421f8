from loan_facts
| group level: people = distinct_count(member)
