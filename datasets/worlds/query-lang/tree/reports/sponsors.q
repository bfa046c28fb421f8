from members
| join members as s on s.id == sponsor
| group s.id, s.name: brought = count(id)
| sort brought desc, id
