CREATE TABLE cost_centres (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT
);

ALTER TABLE lines ADD COLUMN centre TEXT REFERENCES cost_centres (code);
