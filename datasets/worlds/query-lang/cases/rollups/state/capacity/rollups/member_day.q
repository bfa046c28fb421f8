from loan_facts
| group member, level, city, out: fees = sum(fee), n = count()
