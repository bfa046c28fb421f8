from return_times
| group member: n = count(), back = max(back)
