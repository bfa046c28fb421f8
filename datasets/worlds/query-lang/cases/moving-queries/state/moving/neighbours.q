from members as a
| join members as b on b.city == a.city and b.id > a.id
| select a.id, other = b.id
| sort id, other
