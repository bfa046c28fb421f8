from member_fees
| left join member_paid as p on p.member == member
| derive due = (fees ?? 0.0) - (p.paid ?? 0.0)
| where due > 0
| select member, fees, p.paid, due, p.last
