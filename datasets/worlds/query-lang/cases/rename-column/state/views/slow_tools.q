from return_times
| group tool: mean = avg(days), last = max(back)
