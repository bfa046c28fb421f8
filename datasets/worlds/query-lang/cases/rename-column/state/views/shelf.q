from slow_tools as s
| join tools on tools.id == s.tool
| select s.tool, tools.branch, s.mean, back = s.last
