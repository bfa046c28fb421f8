-- engine: old
from loan_facts
| group branch: fees = sum(fee)
