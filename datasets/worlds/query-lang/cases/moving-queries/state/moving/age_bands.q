from members
| derive band = id % 4
| select id, band
| sort id
