-- Loans that came back, of this year and before.
from all_loans
| where back is not null
| select id, member, tool, days = back - out, back
