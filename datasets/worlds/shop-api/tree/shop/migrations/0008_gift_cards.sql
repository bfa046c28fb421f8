-- Amounts are in major units here (19.99), as the card supplier's files have them.
CREATE TABLE gift_cards (
  code TEXT PRIMARY KEY,
  currency TEXT NOT NULL,
  issued REAL NOT NULL CHECK (issued > 0),
  customer_id INTEGER REFERENCES customers (id),
  issued_at TEXT NOT NULL,
  blocked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX gift_cards_by_customer ON gift_cards (customer_id);

CREATE TABLE gift_card_entries (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL REFERENCES gift_cards (code),
  amount REAL NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('issue', 'redeem', 'return', 'adjust')),
  order_id INTEGER REFERENCES orders (id),
  at TEXT NOT NULL
);

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
