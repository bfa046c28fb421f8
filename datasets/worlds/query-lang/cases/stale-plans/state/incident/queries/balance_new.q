-- engine: new
from city_balance
| sort city
