from tools
| derive age = ($today - bought) / 365
| select id, name, age = round(age, 1)
| sort age desc, id
