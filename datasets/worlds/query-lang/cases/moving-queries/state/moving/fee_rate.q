from loans
| join tools as t on t.id == tool
| where fee > 0
| select id, rate = fee / t.price
| sort id
