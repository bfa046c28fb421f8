from loan_facts
| group member: fees = sum(fee)
| join members on members.id == member
| select name, fees
