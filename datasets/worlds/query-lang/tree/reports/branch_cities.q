from branches
| join members as m on m.city == branches.city
| group code: members = count(m.id)
| sort code
