-- engine: old
from dormant
| sort id
