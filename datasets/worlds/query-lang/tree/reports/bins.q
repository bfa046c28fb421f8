from members
| derive bin = (id - 20) % 7
| group bin: n = count()
| sort bin
