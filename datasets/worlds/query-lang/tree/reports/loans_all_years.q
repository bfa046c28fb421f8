from all_loans
| group y = year(out): n = count()
| sort y
