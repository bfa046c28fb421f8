from loans
| where note not in ("scratch", "no case")
| select id, note
| sort id
