from tools
| left join loans as l on l.tool == id and l.back is null
| group id, name: out = count(l.id), members = distinct_count(l.member)
| sort id, name
