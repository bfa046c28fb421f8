from loans
| where back is null and due < $today
| join members on members.id == member
| group members.city: late = count()
| sort late desc, city
