from loans
| where note in ("late", null)
| select id
| sort id
