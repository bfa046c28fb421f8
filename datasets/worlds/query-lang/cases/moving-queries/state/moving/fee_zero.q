from loans
| group member: fees = sum(fee), n = count(fee)
| where fees >= 0
| sort member
