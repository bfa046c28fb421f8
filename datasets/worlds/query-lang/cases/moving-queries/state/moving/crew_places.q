from members
| where city is not null
| select id, label = name + ", " + city
| sort id
