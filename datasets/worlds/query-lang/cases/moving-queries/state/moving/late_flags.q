from loans
| select id, late = if(back > due, 1, 0), open = if(note != "late", 1, 0)
| sort id
