from loan_facts as f
| join members on members.id == member
| where f.late and members.level == $level
| group f.level: n = count()
