from payments
| where member is null
| select id, amount, day
| sort day, id
