from members
| left join loans on loans.member == members.id
| group id, name: first = min(out), n = count(loans.id)
| sort first, id
