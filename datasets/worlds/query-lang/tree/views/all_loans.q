from loans
| append returns
