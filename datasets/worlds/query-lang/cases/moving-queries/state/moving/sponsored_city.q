from members as m
| join members as s on s.id == m.sponsor
| where not m.city == s.city
| select m.id, s.city
| sort id
