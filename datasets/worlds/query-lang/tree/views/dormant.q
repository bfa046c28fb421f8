from members
| left join member_fees as f on f.member == id
| where f.loans is null or f.loans < 2
| select id, name, city, loans = f.loans ?? 0
