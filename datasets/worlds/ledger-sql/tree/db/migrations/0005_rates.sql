-- What one unit of a currency costs in the base currency, by the day of the quotation.
CREATE TABLE rates (
  currency TEXT NOT NULL REFERENCES currencies (code),
  day TEXT NOT NULL,
  rate REAL NOT NULL CHECK (rate > 0),
  PRIMARY KEY (currency, day)
);
