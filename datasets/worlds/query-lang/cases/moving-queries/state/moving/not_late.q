from loans
| where note not in ("late", null)
| select id, note
| sort id
