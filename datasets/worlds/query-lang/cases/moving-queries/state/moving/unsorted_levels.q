from members
| group level: n = count(), known = count(city)
