from loans
| window by member order out, id: before = lag(out), nth = row_number()
| derive gap = out - before
| select id, member, nth, gap
