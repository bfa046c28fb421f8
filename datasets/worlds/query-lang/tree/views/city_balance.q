from members
| left join arrears as a on a.member == id
| group city: members = count(), behind = count(a.member), due = sum(a.due)
