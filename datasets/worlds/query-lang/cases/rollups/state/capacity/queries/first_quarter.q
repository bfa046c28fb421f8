from loan_facts
| where out >= @2025-01-01 and out < @2025-04-01
| group branch: fees = sum(fee)
