import sqlite3

conn = sqlite3.connect("file:var/shop.db?mode=ro", uri=True)
def table(sql):
    return [list(row) for row in conn.execute(sql)]
show(table("SELECT sku, warehouse, on_hand FROM stock ORDER BY 1, 2"))
show(table("SELECT sku, warehouse, delta, reason, ref, at FROM stock_moves ORDER BY ref"))
show(table("SELECT sku, valid_from, price FROM price_history ORDER BY 1, 2"))
show(table("SELECT name, value FROM sequences ORDER BY name"))
counts = [table(f"SELECT COUNT(*) FROM {name}")[0][0] for name in ("products", "customers", "coupons")]
show([*counts, [v for v, in table("SELECT version FROM schema_migrations ORDER BY version")]])
show(table("PRAGMA integrity_check"), table("PRAGMA foreign_key_check"))
