from tool_use
| where uses == 0
| select id, name, branch, price
| sort price desc, id
