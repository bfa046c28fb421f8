CREATE TABLE stock (
  sku TEXT NOT NULL REFERENCES products (sku),
  warehouse TEXT NOT NULL,
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  PRIMARY KEY (sku, warehouse)
);

-- `held` belongs to a cart and ends at expires_at; `committed` belongs to a paid order.
CREATE TABLE holds (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  qty INTEGER NOT NULL CHECK (qty > 0),
  cart_id INTEGER REFERENCES carts (id),
  order_id INTEGER,
  expires_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('held', 'committed', 'released', 'shipped'))
);
CREATE INDEX holds_by_sku ON holds (sku, state);
