from branch_use
| sort earned desc, code
