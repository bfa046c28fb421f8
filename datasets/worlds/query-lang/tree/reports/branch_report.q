from branch_use
| derive per_tool = uses / tools
| sort code
