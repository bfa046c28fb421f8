from tools
| where category is not null
| group category: mean = avg(price), top = max(price)
| sort category
