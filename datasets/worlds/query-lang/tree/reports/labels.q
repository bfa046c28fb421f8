from members
| derive label = upper(substr(name, 1, 3)) + "-" + city
| select id, label
| sort id
