-- What a member gets back of the price.
from tools
| select id, name, back = price * 0.1
| sort back desc, id
