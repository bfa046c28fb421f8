from members
| where city is not null
| join loans as l on l.member == members.id
| join tools as t on t.id == l.tool
| group city, category: n = count(), fees = sum(l.fee)
| sort n desc, city, category
