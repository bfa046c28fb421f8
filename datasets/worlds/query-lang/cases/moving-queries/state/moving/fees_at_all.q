from loans
| where back is not null
| group: total = sum(fee), n = count(fee), most = max(fee)
