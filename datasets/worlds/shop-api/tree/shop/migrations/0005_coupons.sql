CREATE TABLE coupons (
  code TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('percent', 'fixed', 'free_shipping')),
  value INTEGER NOT NULL,
  stack_group TEXT NOT NULL,
  exclusive INTEGER NOT NULL DEFAULT 0,
  min_subtotal INTEGER NOT NULL DEFAULT 0,
  category TEXT,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  max_uses INTEGER
);

CREATE TABLE coupon_uses (
  code TEXT NOT NULL REFERENCES coupons (code),
  order_id INTEGER NOT NULL REFERENCES orders (id),
  PRIMARY KEY (code, order_id)
);
