from members
| where city != level
| select id, city
| sort city, id
