from loans
| where not (back is null or fee in (0.0, 2.5))
| select id
| sort id
