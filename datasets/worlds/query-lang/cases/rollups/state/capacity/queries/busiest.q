from loan_facts
| group tool: n = count()
| sort n desc, tool
| take 20
