from loans as l
| join tools as t on t.id == l.tool
| where l.back > l.due
| group t.name: n = count(), worst = max(l.back - l.due)
| sort n desc, name
