from members
| join members as o on o.sponsor == sponsor and o.id > id
| select id, other = o.id
| sort id, other
