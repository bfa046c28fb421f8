from loan_facts
| derive open = if(fee is null, 1, 0)
| group member: fees = sum(fe), loans = count(), open = sum(open)
