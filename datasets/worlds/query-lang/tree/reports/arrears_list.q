from arrears
| join members as m on m.id == member
| select member, m.name, due
| sort due desc, member
