from shelf
| sort back desc, tool
| take 20
| select tool, branch, mean, back
