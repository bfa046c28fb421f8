from loans
| group member: fees = sum(fee)
| where fees > 0
| sort member
