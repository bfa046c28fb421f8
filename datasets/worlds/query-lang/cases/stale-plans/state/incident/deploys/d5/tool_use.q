from tools
| left join loan_facts as f on f.tool == id
| group id, name, category, branch, price: uses = count(f.late), earned = sum(f.fee)
