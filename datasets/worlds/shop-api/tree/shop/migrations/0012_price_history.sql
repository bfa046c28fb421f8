CREATE TABLE price_history (
  sku TEXT NOT NULL REFERENCES products (sku),
  valid_from TEXT NOT NULL,
  price INTEGER NOT NULL,
  PRIMARY KEY (sku, valid_from)
);
INSERT INTO price_history (sku, valid_from, price)
  SELECT sku, '2025-01-01T00:00:00Z', price FROM products;
