from members as m
| left join members as s on s.id == sponsor
| select m.id, by = s.name ?? "-"
| sort id
