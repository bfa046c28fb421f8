from city_balance
| sort city
