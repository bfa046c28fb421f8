from category_use
| derive share = earned / value
| sort category
