CREATE TABLE carts (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ordered', 'abandoned')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

CREATE TABLE cart_lines (
  cart_id INTEGER NOT NULL REFERENCES carts (id),
  sku TEXT NOT NULL REFERENCES products (sku),
  qty INTEGER NOT NULL CHECK (qty > 0),
  PRIMARY KEY (cart_id, sku)
);

CREATE TABLE cart_coupons (
  cart_id INTEGER NOT NULL REFERENCES carts (id),
  code TEXT NOT NULL,
  PRIMARY KEY (cart_id, code)
);
