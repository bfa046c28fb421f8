from members
| group len = length(name) % 5: n = count()
| sort n desc, len
