from loans
| group w = weekday(out): n = count(), kinds = distinct_count(note)
| sort w
