-- Anna's copy
from member_fees | where (loans > $n) | sort fees desc, member asc
