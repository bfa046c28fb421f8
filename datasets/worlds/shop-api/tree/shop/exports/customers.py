"""The customer list for the newsletter tool."""

from shop import db


def render(conn, country=None):
    found = db.rows(conn, "SELECT c.email, c.name, c.country AS land FROM customers c ORDER BY c.email")
    rows = [f"{c['email']},{c['name']}" for c in found if country in (None, c["land"])]
    return "\n".join(rows) + "\n"
