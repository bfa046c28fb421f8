-- One row for each loan, with what is known of tool and member.
from loans
| join tools as t on t.id == tool
| join members as m on m.id == member
| select
    id,
    member,
    tool,
    out,
    late = back > due,
    fee,
    t.category,
    t.price,
    t.branch,
    m.city,
    m.level
