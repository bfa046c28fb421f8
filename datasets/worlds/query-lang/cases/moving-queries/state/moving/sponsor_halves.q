from members
| group half = sponsor % 2: n = count()
| sort half
