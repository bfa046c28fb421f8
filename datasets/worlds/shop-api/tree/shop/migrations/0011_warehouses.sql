CREATE TABLE warehouses (
  code TEXT PRIMARY KEY,
  priority INTEGER NOT NULL
);
INSERT INTO warehouses (code, priority) VALUES ('LEI', 1), ('ROT', 2);

CREATE TABLE stock_moves (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  warehouse TEXT NOT NULL REFERENCES warehouses (code),
  delta INTEGER NOT NULL,
  reason TEXT NOT NULL,
  ref TEXT UNIQUE,
  at TEXT NOT NULL
);
