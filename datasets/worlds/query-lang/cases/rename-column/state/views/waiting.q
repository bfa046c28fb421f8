from members
| left join last_returns as r on r.member == id
| where r.back is null or r.back < @2026-01-01
| select id, name, r.back
