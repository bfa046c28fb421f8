-- Waits for frames on the new engine.
from loans
| where back is not null
| window by tool order back, id rows 2 back to here: recent = avg(fee)
| select id, tool, back, recent
