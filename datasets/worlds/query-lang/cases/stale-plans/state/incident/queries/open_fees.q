from member_fees
| where open > 0
| select member, open
| sort member
