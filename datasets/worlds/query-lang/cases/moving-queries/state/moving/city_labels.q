from members
| derive place = coalesce(city + " (" + level + ")", "unknown")
| select id, place
| sort id
