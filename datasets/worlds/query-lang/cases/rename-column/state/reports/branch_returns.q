from shelf
| left join branches as b on b.code == branch
| group b.city: tools = count(), last = max(back)
| sort city
