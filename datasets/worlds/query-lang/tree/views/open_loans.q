from loans
| where back is null
| select id, member, tool, out, due
