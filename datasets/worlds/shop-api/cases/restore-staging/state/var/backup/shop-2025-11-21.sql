BEGIN TRANSACTION;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
);
CREATE TABLE cart_coupons (
  cart_id INTEGER NOT NULL REFERENCES carts (id),
  code TEXT NOT NULL,
  PRIMARY KEY (cart_id, code)
);
CREATE TABLE cart_lines (
  cart_id INTEGER NOT NULL REFERENCES carts (id),
  sku TEXT NOT NULL REFERENCES products (sku),
  qty INTEGER NOT NULL CHECK (qty > 0),
  PRIMARY KEY (cart_id, sku)
);
CREATE TABLE carts (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ordered', 'abandoned')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE TABLE coupon_uses (
  code TEXT NOT NULL REFERENCES coupons (code),
  order_id INTEGER NOT NULL REFERENCES orders (id),
  PRIMARY KEY (code, order_id)
);
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
INSERT INTO "coupons" VALUES('AUTUMN10','percent',1000,'season',0,0,NULL,'2025-09-01T00:00:00Z','2025-12-01T00:00:00Z',NULL);
INSERT INTO "coupons" VALUES('GARDEN15','percent',1500,'season',0,0,'garden','2025-03-01T00:00:00Z','2026-03-01T00:00:00Z',NULL);
INSERT INTO "coupons" VALUES('WELCOME5','fixed',500,'welcome',0,2500,NULL,'2025-01-01T00:00:00Z','2027-01-01T00:00:00Z',NULL);
INSERT INTO "coupons" VALUES('FRIEND','fixed',800,'referral',0,4000,NULL,'2025-01-01T00:00:00Z','2027-01-01T00:00:00Z',200);
INSERT INTO "coupons" VALUES('FREESHIP','free_shipping',0,'shipping',0,3000,NULL,'2025-06-01T00:00:00Z','2026-06-01T00:00:00Z',NULL);
INSERT INTO "coupons" VALUES('VIP20','percent',2000,'vip',1,0,NULL,'2025-01-01T00:00:00Z','2027-01-01T00:00:00Z',NULL);
INSERT INTO "coupons" VALUES('ONCE','fixed',1000,'once',0,0,NULL,'2025-01-01T00:00:00Z','2027-01-01T00:00:00Z',1);
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  created_at TEXT NOT NULL
);
INSERT INTO "customers" VALUES(1,'ida@example.com','Ida Brandt','DE','04109','2025-02-01T09:00:00Z');
INSERT INTO "customers" VALUES(2,'noor@example.com','Noor de Wit','NL','3011 AD','2025-03-11T12:30:00Z');
INSERT INTO "customers" VALUES(3,'lars@example.com','Lars Holm','SE','111 20','2025-05-20T18:05:00Z');
INSERT INTO "customers" VALUES(4,'fee@example.com','Fee Janssen','DE','25946','2025-06-02T07:45:00Z');
CREATE TABLE gift_card_entries (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL REFERENCES gift_cards (code),
  amount REAL NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('issue', 'redeem', 'return', 'adjust')),
  order_id INTEGER REFERENCES orders (id),
  at TEXT NOT NULL
);
CREATE TABLE gift_cards (
  code TEXT PRIMARY KEY,
  currency TEXT NOT NULL,
  issued REAL NOT NULL CHECK (issued > 0),
  customer_id INTEGER REFERENCES customers (id),
  issued_at TEXT NOT NULL,
  blocked INTEGER NOT NULL DEFAULT 0
);
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
CREATE TABLE idempotency (
  key TEXT NOT NULL,
  actor TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (key, actor)
);
CREATE TABLE order_lines (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL,
  qty INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  tax_bp INTEGER NOT NULL,
  UNIQUE (order_id, position)
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  cart_id INTEGER NOT NULL REFERENCES carts (id),
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  subtotal INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  shipping INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  total INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  paid_at TEXT
);
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL,
  version INTEGER NOT NULL,
  payload TEXT NOT NULL,
  created_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  last_error TEXT
);
CREATE TABLE products (
  sku TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price >= 0),
  currency TEXT NOT NULL DEFAULT 'EUR',
  tax_bp INTEGER NOT NULL,
  weight_g INTEGER NOT NULL,
  length_mm INTEGER NOT NULL,
  width_mm INTEGER NOT NULL,
  height_mm INTEGER NOT NULL,
  bulky INTEGER NOT NULL DEFAULT 0,
  active INTEGER NOT NULL DEFAULT 1
);
INSERT INTO "products" VALUES('BK-LINEN','Linen notebook','paper',1290,'EUR',1900,310,210,148,18,0,1);
INSERT INTO "products" VALUES('BK-ATLAS','Garden atlas','books',3400,'EUR',700,1450,310,240,32,0,1);
INSERT INTO "products" VALUES('BN-BENCH','Oak bench','furniture',18900,'EUR',1900,14200,1200,380,460,1,1);
INSERT INTO "products" VALUES('CD-BEES','Beeswax candle','home',850,'EUR',1900,240,200,60,60,0,1);
INSERT INTO "products" VALUES('CD-PINE','Pine candle','home',920,'EUR',1900,260,200,60,60,0,1);
INSERT INTO "products" VALUES('GD-SHEAR','Garden shears','garden',2780,'EUR',1900,620,280,90,30,0,1);
INSERT INTO "products" VALUES('GD-SEED1','Meadow seed mix','garden',640,'EUR',700,150,160,110,15,0,1);
INSERT INTO "products" VALUES('GD-TWINE','Jute twine','garden',390,'EUR',1900,180,90,90,110,0,1);
INSERT INTO "products" VALUES('GD-POT20','Clay pot 20 cm','garden',1450,'EUR',1900,2300,210,210,200,0,1);
INSERT INTO "products" VALUES('GD-POT40','Clay pot 40 cm','garden',4400,'EUR',1900,9800,420,420,400,1,1);
INSERT INTO "products" VALUES('HM-BLANK','Wool blanket','home',7900,'EUR',1900,1300,400,320,120,0,1);
INSERT INTO "products" VALUES('HM-CUSH','Linen cushion','home',2350,'EUR',1900,700,450,450,160,0,1);
INSERT INTO "products" VALUES('HM-LAMP','Brass lamp','home',11900,'EUR',1900,3400,380,260,420,0,1);
INSERT INTO "products" VALUES('HM-OLD','Discontinued tray','home',1500,'EUR',1900,900,400,280,40,0,0);
CREATE TABLE refunds (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'done', 'failed')),
  provider_ref TEXT,
  created_at TEXT NOT NULL
);
CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'0001_init','fc589d8e99c0e7e9','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(2,'0002_carts','b761da442cbcf9ee','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(3,'0003_stock','3e3607d2cdf5a1f4','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(4,'0004_orders','de53c3b73ec09756','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(5,'0005_coupons','faef420db8ffa99c','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(6,'0006_webhooks','a9934a779bd859ad','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(7,'0007_audit','bcc73affc8273920','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(8,'0008_gift_cards','99f159e4599893f0','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(9,'0009_refunds','9003bfc608c81bb6','2025-09-02T09:12:41Z');
INSERT INTO "schema_migrations" VALUES(10,'0010_idempotency','53a0647f10845b94','2025-09-02T09:12:41Z');
CREATE TABLE sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
INSERT INTO "sequences" VALUES('order-2025',41);
INSERT INTO "sequences" VALUES('journal',118);
CREATE TABLE stock (
  sku TEXT NOT NULL REFERENCES products (sku),
  warehouse TEXT NOT NULL,
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  PRIMARY KEY (sku, warehouse)
);
INSERT INTO "stock" VALUES('BK-LINEN','LEI',44);
INSERT INTO "stock" VALUES('BK-LINEN','ROT',5);
INSERT INTO "stock" VALUES('BK-ATLAS','LEI',7);
INSERT INTO "stock" VALUES('BN-BENCH','ROT',12);
INSERT INTO "stock" VALUES('CD-BEES','LEI',60);
INSERT INTO "stock" VALUES('CD-PINE','LEI',4);
INSERT INTO "stock" VALUES('CD-PINE','ROT',5);
INSERT INTO "stock" VALUES('GD-SHEAR','LEI',19);
INSERT INTO "stock" VALUES('GD-SEED1','LEI',200);
INSERT INTO "stock" VALUES('GD-TWINE','LEI',80);
INSERT INTO "stock" VALUES('GD-TWINE','ROT',28);
INSERT INTO "stock" VALUES('GD-POT20','LEI',16);
INSERT INTO "stock" VALUES('GD-POT40','ROT',5);
INSERT INTO "stock" VALUES('HM-BLANK','LEI',9);
INSERT INTO "stock" VALUES('HM-CUSH','LEI',18);
INSERT INTO "stock" VALUES('HM-LAMP','LEI',7);
CREATE TABLE webhook_endpoints (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  events TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX holds_by_sku ON holds (sku, state);
CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE INDEX gift_cards_by_customer ON gift_cards (customer_id);
CREATE VIEW gift_card_balances AS
  SELECT c.code, c.currency, c.blocked, COALESCE(SUM(e.amount), 0) AS balance
  FROM gift_cards c LEFT JOIN gift_card_entries e ON e.code = c.code
  GROUP BY c.code;
CREATE TRIGGER gift_card_never_negative BEFORE INSERT ON gift_card_entries
WHEN NEW.amount < 0
  AND (SELECT COALESCE(SUM(amount), 0) FROM gift_card_entries WHERE code = NEW.code) + NEW.amount < -0.004
BEGIN
  SELECT RAISE(ABORT, 'gift card balance would be negative');
END;
COMMIT;
