from loan_facts
| derive l = if(late, 1, 0)
| group category: l = sum(l), n = count()
| derive share = l / n
