from tool_use
| where category == $c
| sort id
