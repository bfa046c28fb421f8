-- What the books need to know beside the chart (docs/configuration.md).
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

INSERT INTO settings (key, value) VALUES
  ('base_currency', 'EUR'),
  ('account.suspense', '2900'),
  ('account.fx_gain', '4950'),
  ('account.fx_loss', '6950'),
  ('account.retained', '3900'),
  ('rates.max_age_days', '7'),
  ('match.days', '3'),
  ('report.rounding', 'commercial');

ALTER TABLE accounts ADD COLUMN revalue INTEGER NOT NULL DEFAULT 0 CHECK (revalue IN (0, 1));
