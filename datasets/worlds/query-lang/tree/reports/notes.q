from loans
| where note != ""
| select id, note
