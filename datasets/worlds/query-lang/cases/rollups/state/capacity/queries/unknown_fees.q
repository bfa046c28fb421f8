from loan_facts
| group branch: n = count(), known = count(fee)
| derive unknown = n - known
