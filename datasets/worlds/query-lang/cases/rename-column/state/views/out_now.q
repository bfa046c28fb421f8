from open_loans
| join members as m on m.id == member
| select id, m.name, tool, due
