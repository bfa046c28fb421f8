from members
| derive letter = upper(substr(name, 1, 1))
| join loans as l on l.member == members.id
| where l.note == "late"
| group letter: n = count()
| sort letter
