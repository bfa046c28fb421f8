from loans
| select id, back
| sort back, id
