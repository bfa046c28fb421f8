from waiting
| where back is not null
| sort back, id
| select id, name, back
