from loan_facts
| group category: kinds = distinct_count(fee)
