from members
| where city != "Linden" and city is not null
| select id, city
| sort id
