from tools
| derive band = floor(price / 50)
| group band: n = count(), mean = avg(price)
| derive mean = round(mean, 1)
| sort band
