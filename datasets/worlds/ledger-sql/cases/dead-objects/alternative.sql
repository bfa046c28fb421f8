-- Tables are rebuilt, one after another.
CREATE TABLE assets_new (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  cost REAL NOT NULL,
  bought_on TEXT NOT NULL,
  months INTEGER NOT NULL CHECK (months > 0)
);
INSERT INTO assets_new SELECT id, name, account, cost, bought_on, months FROM assets;
DROP TABLE assets;
ALTER TABLE assets_new RENAME TO assets;

CREATE TABLE centres_new (code TEXT PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO centres_new SELECT code, name FROM cost_centres;
DROP TABLE cost_centres;
ALTER TABLE centres_new RENAME TO cost_centres;

CREATE TABLE currencies_new (code TEXT PRIMARY KEY CHECK (length(code) = 3), exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 3));
INSERT INTO currencies_new SELECT code, exponent FROM currencies;
DROP TABLE currencies;
ALTER TABLE currencies_new RENAME TO currencies;

CREATE TABLE seals_new (period TEXT PRIMARY KEY REFERENCES periods (name), made_at TEXT NOT NULL, digest TEXT NOT NULL);
INSERT INTO seals_new SELECT period, made_at, digest FROM seals;
DROP TABLE seals;
ALTER TABLE seals_new RENAME TO seals;

DROP TABLE period_totals;
DROP TABLE import_log;
DELETE FROM settings WHERE key = 'account.suspense';
DELETE FROM settings WHERE key = 'report.rounding';
