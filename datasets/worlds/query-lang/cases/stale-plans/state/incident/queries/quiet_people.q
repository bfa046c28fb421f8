from dormant
| sort id
