from branches
| join tools as t on t.branch == code
| left join loans as l on l.tool == t.id and l.back is null
| group code, city: value = sum(t.price), out = count(l.id)
| sort code
