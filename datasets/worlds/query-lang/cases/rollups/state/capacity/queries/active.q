from loan_facts
| group y = year(out), m = month(out): people = distinct_count(member)
