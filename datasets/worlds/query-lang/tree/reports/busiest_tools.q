from tool_use
| where uses > 0
| sort uses desc, id
| take 10
| select id, name, uses, earned
