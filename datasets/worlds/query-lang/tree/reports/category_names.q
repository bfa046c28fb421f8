from tools
| where category not in ("power", "garden")
| select id, name, category
