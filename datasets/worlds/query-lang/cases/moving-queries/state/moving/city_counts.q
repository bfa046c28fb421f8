from members
| group city: n = count()
| sort city
