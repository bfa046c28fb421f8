CREATE TABLE customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, currency TEXT NOT NULL,
    utc_offset INTEGER NOT NULL DEFAULT 0, tax_class TEXT NOT NULL DEFAULT 'standard',
    vat_id TEXT, dunning_paused_until TEXT
);
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers, plan TEXT NOT NULL,
    start TEXT NOT NULL, until TEXT, seats INTEGER NOT NULL DEFAULT 1, discount TEXT NOT NULL DEFAULT '0'
);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, customer TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    received TEXT NOT NULL, meter TEXT, quantity TEXT, at TEXT, target TEXT, revision INTEGER NOT NULL
);
CREATE INDEX events_by_customer ON events (customer, id);
CREATE TABLE facts (
    customer TEXT NOT NULL, id TEXT NOT NULL, meter TEXT NOT NULL, quantity TEXT NOT NULL, at TEXT NOT NULL,
    known TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0, retracted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer, id)
);
CREATE TABLE waiting (
    customer TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, quantity TEXT, at TEXT,
    received TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (customer, target)
);
CREATE TABLE credits (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers,
    kind TEXT NOT NULL CHECK (kind IN ('promo', 'prepaid')), amount INTEGER NOT NULL CHECK (amount > 0),
    left INTEGER NOT NULL CHECK (left >= 0), granted TEXT NOT NULL, expires TEXT, scope TEXT NOT NULL DEFAULT '*'
);
CREATE TABLE series (kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, year));
CREATE TABLE documents (
    number TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('invoice', 'note')),
    customer TEXT NOT NULL REFERENCES customers, period TEXT NOT NULL, issued TEXT NOT NULL, due TEXT NOT NULL,
    currency TEXT NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL, prepaid INTEGER NOT NULL,
    region TEXT NOT NULL, corrects TEXT REFERENCES documents, tax_note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE document_lines (
    number TEXT NOT NULL REFERENCES documents, position INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
    quantity TEXT NOT NULL, net INTEGER NOT NULL, promo INTEGER NOT NULL, rate TEXT NOT NULL, tax INTEGER NOT NULL,
    revenue TEXT NOT NULL, PRIMARY KEY (number, position)
);
CREATE TABLE closed (customer TEXT NOT NULL, period TEXT NOT NULL, number TEXT, PRIMARY KEY (customer, period));
CREATE TABLE payments (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers, number TEXT REFERENCES documents,
    amount INTEGER NOT NULL CHECK (amount > 0), day TEXT NOT NULL
);
CREATE TABLE dunning (
    number TEXT NOT NULL REFERENCES documents, step INTEGER NOT NULL, action TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (number, step)
);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, source TEXT NOT NULL, ref TEXT NOT NULL,
    currency TEXT NOT NULL, reverses INTEGER REFERENCES entries
);
CREATE TABLE postings (
    entry INTEGER NOT NULL REFERENCES entries, account TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0), ref TEXT, PRIMARY KEY (entry, account, ref)
);
CREATE TABLE audit (seq INTEGER PRIMARY KEY, day TEXT NOT NULL, command TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_fixed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER postings_stay BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;
CREATE TRIGGER postings_fixed BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
