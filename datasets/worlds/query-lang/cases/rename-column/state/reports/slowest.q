from slow_tools
| sort mean desc, tool
| take 15
