from loans
| derive days = back - out
| group tool: mean = avg(days)
| sort tool
