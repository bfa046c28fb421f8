from loans
| where note == "back soon" or back == due
| select id, note, days = back - out
| sort id
