from loan_facts
| derive open = if(fee is null, 1, 0)
| group member: fees = sum(fee ?? 0.0), loans = count(), open = sum(open)
