from loans
| join tools as t on t.id == tool
| select id, share = if(t.price == 0, 0.0, fee / t.price)
| sort id
