from loans
| where back is not null
| derive days = back - out
| group tool: mean = avg(days), most = max(days)
| sort mean desc, tool
