from member_paid
| where last < $d
| sort member
