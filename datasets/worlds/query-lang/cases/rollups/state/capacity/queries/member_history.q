from loan_facts
| where member == $member
| group y = year(out), m = month(out): n = count()
