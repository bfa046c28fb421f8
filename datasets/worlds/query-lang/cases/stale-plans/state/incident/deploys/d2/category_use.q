from tool_use
| group category: tools = count(), uses = sum(uses), earned = sum(earned), value = sum(price)
