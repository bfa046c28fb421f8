-- Uses and earnings of each tool, also of those that were never lent.
from tools
| left join loan_facts as f on f.tool == id
| group id, name, category, branch, price: uses = count(f.id), earned = sum(f.fee)
