from loans
| where back is null and due < $today
| join members as m on m.id == member
| join tools as t on t.id == tool
| select m.name, tool_name = t.name, due, days = $today - due
| sort days desc, name
