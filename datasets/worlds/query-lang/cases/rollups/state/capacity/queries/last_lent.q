from loan_facts
| group tool: last = max(out)
