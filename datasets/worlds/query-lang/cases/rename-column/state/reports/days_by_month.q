from return_times
| group y = year(back), m = month(back): n = count(), mean = avg(days)
| sort y, m
