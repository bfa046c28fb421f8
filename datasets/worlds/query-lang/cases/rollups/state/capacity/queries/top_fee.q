from loan_facts
| group city: top = max(fee)
| sort top desc
