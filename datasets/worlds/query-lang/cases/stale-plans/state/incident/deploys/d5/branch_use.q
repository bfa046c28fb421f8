from branches
| left join tool_use as u on u.branch == code
| group code, city: tools = count(u.id), uses = sum(u.uses), earned = sum(u.earned)
