from loans
| where back is null
| group tool: n = count(), first = min(out)
| sort first
| take 5
