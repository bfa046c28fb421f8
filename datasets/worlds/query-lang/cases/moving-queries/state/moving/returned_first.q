from loans
| select id, back
| sort back desc, id
