from tools
| group branch: n = count()
| where branch is not null
| sort branch
