from tools
| derive step = round(price / 10)
| group step: n = count()
| sort step
