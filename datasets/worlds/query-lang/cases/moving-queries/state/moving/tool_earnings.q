from tool_use
| where category == "power"
| select id, uses, earned
| sort earned desc nulls first, id, uses
