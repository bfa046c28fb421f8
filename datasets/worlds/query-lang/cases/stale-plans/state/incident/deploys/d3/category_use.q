from tool_use
| where uses > 0
| group category:
    tools = count(),
    uses = sum(uses),
    earned = sum(earned),
    value = sum(price)
