BEGIN TRANSACTION;
CREATE TABLE accounts (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
  parent TEXT REFERENCES accounts (code),
  currency TEXT REFERENCES currencies (code),
  opened_on TEXT NOT NULL,
  closed_on TEXT
, revalue INTEGER NOT NULL DEFAULT 0 CHECK (revalue IN (0, 1)));
INSERT INTO "accounts" VALUES('1000','Assets','asset',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1100','Banks','asset','1000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1110','Kontorbank','asset','1100','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1120','Harbour Trust','asset','1100','USD','2020-01-01',NULL,1);
INSERT INTO "accounts" VALUES('1130','Sparnord','asset','1100','SEK','2021-07-01',NULL,1);
INSERT INTO "accounts" VALUES('1140','Nippa','asset','1100','JPY','2023-04-01',NULL,1);
INSERT INTO "accounts" VALUES('1190','Money in transit','asset','1100',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1200','Receivables','asset','1000',NULL,'2020-01-01',NULL,1);
INSERT INTO "accounts" VALUES('1300','Input VAT','asset','1000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1500','Equipment','asset','1000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('1590','Depreciation so far','asset','1000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('2000','Liabilities','liability',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('2100','Payables','liability','2000',NULL,'2020-01-01',NULL,1);
INSERT INTO "accounts" VALUES('2200','Output VAT','liability','2000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('2300','Loan of the members','liability','2000','EUR','2020-01-01','2025-07-01',0);
INSERT INTO "accounts" VALUES('2900','Suspense','liability','2000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('3000','Equity','equity',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('3100','Shares of the members','equity','3000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('3900','Retained','equity','3000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4000','Income','income',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4100','Sales of produce','income','4000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4200','Sales of boxes','income','4000',NULL,'2022-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4300','Delivery','income','4000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4900','Other income','income','4000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('4950','Gains by rates','income','4000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('5000','Purchases','expense',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('5100','Produce','expense','5000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('5200','Packaging','expense','5000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6000','Costs','expense',NULL,NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6100','Wages','expense','6000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6200','Rent','expense','6000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6300','Transport','expense','6000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6400','Fees of banks','expense','6000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6500','Computers','expense','6000',NULL,'2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6600','Depreciation','expense','6000','EUR','2020-01-01',NULL,0);
INSERT INTO "accounts" VALUES('6950','Losses by rates','expense','6000','EUR','2020-01-01',NULL,0);
CREATE TABLE assets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  cost REAL NOT NULL,
  bought_on TEXT NOT NULL,
  months INTEGER NOT NULL CHECK (months > 0),
  tag TEXT
);
INSERT INTO "assets" VALUES(1,'van','1500',24000.0,'2024-06-10',48,NULL);
INSERT INTO "assets" VALUES(2,'cold store','1500',9125.5,'2025-02-20',60,'loan');
INSERT INTO "assets" VALUES(3,'tablet','1500',600.0,'2024-10-15',12,NULL);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  action TEXT NOT NULL,
  before TEXT,
  after TEXT
);
INSERT INTO "audit" VALUES(1,'2025-01-02T09:00:00Z','mira','entry','1','post','{"memo":"opening","state":"draft"}','{"memo":"opening","state":"posted"}');
INSERT INTO "audit" VALUES(2,'2025-01-02T09:00:00Z','mira','entry','2','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(3,'2025-02-02T08:00:00Z','mira','period','2025-01','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(4,'2025-02-02T08:00:00Z','mira','period','2025-01','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(5,'2025-02-02T08:00:00Z','mira','entry','3','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(6,'2025-03-02T08:00:00Z','mira','period','2025-02','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(7,'2025-03-02T08:00:00Z','mira','period','2025-02','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(8,'2025-03-02T08:00:00Z','mira','entry','4','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(9,'2025-04-02T08:00:00Z','mira','period','2025-03','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(10,'2025-04-02T08:00:00Z','mira','period','2025-03','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(11,'2025-04-02T08:00:00Z','mira','entry','5','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(12,'2025-05-02T08:00:00Z','mira','period','2025-04','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(13,'2025-05-02T08:00:00Z','mira','period','2025-04','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(14,'2025-05-02T08:00:00Z','mira','entry','6','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(15,'2025-06-02T08:00:00Z','mira','period','2025-05','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(16,'2025-06-02T08:00:00Z','mira','period','2025-05','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(17,'2025-06-02T08:00:00Z','mira','entry','7','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(18,'2025-07-02T08:00:00Z','mira','period','2025-06','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(19,'2025-07-02T08:00:00Z','mira','period','2025-06','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(20,'2025-07-02T08:00:00Z','mira','entry','8','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(21,'2025-08-02T08:00:00Z','mira','period','2025-07','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(22,'2025-08-02T08:00:00Z','mira','period','2025-07','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(23,'2025-08-02T08:00:00Z','mira','entry','9','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(24,'2025-09-02T08:00:00Z','mira','period','2025-08','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(25,'2025-09-02T08:00:00Z','mira','period','2025-08','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(26,'2025-09-02T08:00:00Z','mira','entry','10','post','{"memo":"transport","state":"draft"}','{"memo":"transport","state":"posted"}');
INSERT INTO "audit" VALUES(27,'2025-10-02T08:00:00Z','mira','period','2025-09','soft','{"state":"open"}','{"state":"soft"}');
INSERT INTO "audit" VALUES(28,'2025-10-02T08:00:00Z','mira','period','2025-09','closed','{"state":"soft"}','{"state":"closed"}');
INSERT INTO "audit" VALUES(29,'2025-10-29T10:00:00Z','jonas','entry','11','post','{"memo":"cabbage","state":"draft"}','{"memo":"cabbage","state":"posted"}');
INSERT INTO "audit" VALUES(30,'2025-10-29T10:00:00Z','jonas','entry','12','post','{"memo":"paid V-3107","state":"draft"}','{"memo":"paid V-3107","state":"posted"}');
INSERT INTO "audit" VALUES(31,'2025-10-29T10:00:00Z','jonas','entry','13','post','{"memo":"paid R-880","state":"draft"}','{"memo":"paid R-880","state":"posted"}');
INSERT INTO "audit" VALUES(32,'2025-10-29T10:00:00Z','jonas','entry','14','post','{"memo":"box scheme, first half","state":"draft"}','{"memo":"box scheme, first half","state":"posted"}');
INSERT INTO "audit" VALUES(33,'2025-10-29T10:00:00Z','jonas','entry','15','post','{"memo":"tea T-91","state":"draft"}','{"memo":"tea T-91","state":"posted"}');
INSERT INTO "audit" VALUES(34,'2025-10-29T10:00:00Z','jonas','entry','16','post','{"memo":"boxes to Greenmarket, by the offer","state":"draft"}','{"memo":"boxes to Greenmarket, by the offer","state":"posted"}');
INSERT INTO "audit" VALUES(35,'2025-10-29T10:00:00Z','jonas','entry','17','post','{"memo":"paid R-884","state":"draft"}','{"memo":"paid R-884","state":"posted"}');
INSERT INTO "audit" VALUES(36,'2025-11-01T02:25:00Z','night','entry','18','post','{"memo":"rent of the hall","state":"draft"}','{"memo":"rent of the hall","state":"posted"}');
INSERT INTO "audit" VALUES(37,'2025-11-01T02:25:00Z','night','entry','19','post','{"memo":"transport, share of the depots","state":"draft"}','{"memo":"transport, share of the depots","state":"posted"}');
CREATE TABLE bank_accounts (
  name TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  format TEXT NOT NULL
);
INSERT INTO "bank_accounts" VALUES('kontor','1110','EUR','kontor');
INSERT INTO "bank_accounts" VALUES('harbour','1120','USD','harbour');
INSERT INTO "bank_accounts" VALUES('sparnord','1130','SEK','sparnord');
INSERT INTO "bank_accounts" VALUES('nippa','1140','JPY','nippa');
CREATE TABLE bank_lines (
  id INTEGER PRIMARY KEY,
  statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  booked_on TEXT NOT NULL,
  value_on TEXT NOT NULL,
  amount REAL NOT NULL,
  counterparty TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  ref TEXT NOT NULL DEFAULT '',
  note TEXT
, amount_minor INTEGER);
INSERT INTO "bank_lines" VALUES(1,1,'2025-10-01','2025-10-01',-1450.0,'','Miete Halle','',NULL,-145000);
INSERT INTO "bank_lines" VALUES(2,1,'2025-10-06','2025-10-06',2140.3,'','Zahlung R-880 Bioladen Mohn','',NULL,214030);
INSERT INTO "bank_lines" VALUES(3,1,'2025-10-06','2025-10-06',418.0,'','Zahlung Sammelbox','',NULL,41800);
INSERT INTO "bank_lines" VALUES(4,1,'2025-10-10','2025-10-10',-212.5,'','Strom Abschlag','',NULL,-21250);
INSERT INTO "bank_lines" VALUES(5,1,'2025-10-14','2025-10-14',-1190.4,'','Rechnung V-3107 Kohl','B-3107',NULL,-119040);
INSERT INTO "bank_lines" VALUES(6,2,'2025-10-09','2025-10-09',2750.5,'Greenmarket','R-883 boxes','',NULL,275050);
INSERT INTO "bank_lines" VALUES(7,2,'2025-10-22','2025-10-22',-1920.0,'Uji Trading, Inc.','Invoice T-91, tea','B-3110',NULL,-192000);
INSERT INTO "bank_lines" VALUES(8,2,'2025-10-31','2025-10-31',-25.0,'Harbour Trust','Outgoing wire fee','',NULL,-2500);
INSERT INTO "bank_lines" VALUES(9,3,'2025-10-15','2025-10-15',-196000.0,'宇治茶園','茶 B-3111','',NULL,-196000);
INSERT INTO "bank_lines" VALUES(10,3,'2025-10-31','2025-10-31',-660.0,'','振込手数料','',NULL,-660);
CREATE TABLE budgets (
  account TEXT NOT NULL REFERENCES accounts (code),
  period TEXT NOT NULL REFERENCES periods (name),
  amount REAL NOT NULL,
  PRIMARY KEY (account, period)
);
INSERT INTO "budgets" VALUES('6200','2025-10',1650.0);
INSERT INTO "budgets" VALUES('6300','2025-10',900.0);
INSERT INTO "budgets" VALUES('6100','2025-10',4400.0);
CREATE TABLE cost_centres (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT
);
INSERT INTO "cost_centres" VALUES('NORTH','Depot north','EU');
INSERT INTO "cost_centres" VALUES('SOUTH','Depot south','EU');
INSERT INTO "cost_centres" VALUES('BOXES','Box scheme','EU');
INSERT INTO "cost_centres" VALUES('JAPAN','Tea from Uji','JP');
CREATE TABLE currencies (
  code TEXT PRIMARY KEY CHECK (length(code) = 3),
  exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 3),
  name TEXT NOT NULL
);
INSERT INTO "currencies" VALUES('EUR',2,'Euro');
INSERT INTO "currencies" VALUES('USD',2,'US dollar');
INSERT INTO "currencies" VALUES('SEK',2,'Swedish krona');
INSERT INTO "currencies" VALUES('JPY',0,'Yen');
INSERT INTO "currencies" VALUES('TND',3,'Tunisian dinar');
CREATE TABLE documents (
  ref TEXT PRIMARY KEY,
  party TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  total_minor INTEGER NOT NULL,
  paid REAL NOT NULL DEFAULT 0,
  issued_on TEXT NOT NULL,
  due_on TEXT NOT NULL
);
CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  posted_on TEXT NOT NULL,
  memo TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL CHECK (source IN ('manual', 'bank', 'sales', 'purchase', 'adjust', 'reval')),
  ref TEXT UNIQUE,
  reverses INTEGER UNIQUE REFERENCES entries (id),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'posted')),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
);
INSERT INTO "entries" VALUES(1,'2025-01-02','opening','adjust','OPEN-2025',NULL,'posted','mira','2025-01-02T09:00:00Z');
INSERT INTO "entries" VALUES(2,'2025-01-15','transport','purchase',NULL,NULL,'posted','mira','2025-01-02T09:00:00Z');
INSERT INTO "entries" VALUES(3,'2025-02-15','transport','purchase',NULL,NULL,'posted','mira','2025-02-02T08:00:00Z');
INSERT INTO "entries" VALUES(4,'2025-03-15','transport','purchase',NULL,NULL,'posted','mira','2025-03-02T08:00:00Z');
INSERT INTO "entries" VALUES(5,'2025-04-15','transport','purchase',NULL,NULL,'posted','mira','2025-04-02T08:00:00Z');
INSERT INTO "entries" VALUES(6,'2025-05-15','transport','purchase',NULL,NULL,'posted','mira','2025-05-02T08:00:00Z');
INSERT INTO "entries" VALUES(7,'2025-06-15','transport','purchase',NULL,NULL,'posted','mira','2025-06-02T08:00:00Z');
INSERT INTO "entries" VALUES(8,'2025-07-15','transport','purchase',NULL,NULL,'posted','mira','2025-07-02T08:00:00Z');
INSERT INTO "entries" VALUES(9,'2025-08-15','transport','purchase',NULL,NULL,'posted','mira','2025-08-02T08:00:00Z');
INSERT INTO "entries" VALUES(10,'2025-09-15','transport','purchase',NULL,NULL,'posted','mira','2025-09-02T08:00:00Z');
INSERT INTO "entries" VALUES(11,'2025-10-03','cabbage','purchase','V-3107',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(12,'2025-10-14','paid V-3107','purchase','B-3107',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(13,'2025-10-07','paid R-880','sales','R-880',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(14,'2025-10-02','box scheme, first half','sales','BOX-2025-10-A',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(15,'2025-10-22','tea T-91','purchase','B-3110',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(16,'2025-10-09','boxes to Greenmarket, by the offer','adjust','S-883',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(17,'2025-10-08','paid R-884','sales','R-884',NULL,'posted','jonas','2025-10-29T10:00:00Z');
INSERT INTO "entries" VALUES(18,'2025-10-01','rent of the hall','manual','ST-RENT-2025-10',NULL,'posted','night','2025-11-01T02:20:00Z');
INSERT INTO "entries" VALUES(19,'2025-10-28','transport, share of the depots','manual','ST-TRANSPORT-2025-10',NULL,'posted','night','2025-11-01T02:20:00Z');
INSERT INTO "entries" VALUES(20,'2025-10-10','power','manual','ST-POWER-2025-10',NULL,'draft','night','2025-11-01T02:20:00Z');
INSERT INTO "entries" VALUES(21,'2025-10-27','wages','manual','ST-WAGES-2025-10',NULL,'draft','night','2025-11-01T02:20:00Z');
INSERT INTO "entries" VALUES(22,'2025-10-15','tea from uji','purchase','ST-TEA-2025-10',NULL,'draft','night','2025-11-01T02:20:00Z');
INSERT INTO "entries" VALUES(23,'2025-10-21','box scheme, second half','sales','ST-BOXES-2025-10',NULL,'draft','night','2025-11-01T02:20:00Z');
CREATE TABLE import_log (
  id INTEGER PRIMARY KEY,
  file TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE TABLE "lines" (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES accounts (code),
  currency TEXT NOT NULL REFERENCES currencies (code),
  amount_minor INTEGER NOT NULL CHECK (typeof(amount_minor) = 'integer' AND amount_minor <> 0),
  base_minor INTEGER NOT NULL CHECK (typeof(base_minor) = 'integer')
, centre TEXT REFERENCES cost_centres (code));
INSERT INTO "lines" VALUES(1,1,'1110','EUR',1844210,1844210,NULL);
INSERT INTO "lines" VALUES(2,1,'1120','USD',600000,579000,NULL);
INSERT INTO "lines" VALUES(3,1,'1130','SEK',1235500,107200,NULL);
INSERT INTO "lines" VALUES(4,1,'1140','JPY',1300000,789000,NULL);
INSERT INTO "lines" VALUES(5,1,'3900','EUR',-3319410,-3319410,NULL);
INSERT INTO "lines" VALUES(6,2,'6300','EUR',61700,61700,'NORTH');
INSERT INTO "lines" VALUES(7,2,'2100','EUR',-61700,-61700,NULL);
INSERT INTO "lines" VALUES(8,3,'6300','EUR',62400,62400,'NORTH');
INSERT INTO "lines" VALUES(9,3,'2100','EUR',-62400,-62400,NULL);
INSERT INTO "lines" VALUES(10,4,'6300','EUR',63100,63100,'NORTH');
INSERT INTO "lines" VALUES(11,4,'2100','EUR',-63100,-63100,NULL);
INSERT INTO "lines" VALUES(12,5,'6300','EUR',63800,63800,'NORTH');
INSERT INTO "lines" VALUES(13,5,'2100','EUR',-63800,-63800,NULL);
INSERT INTO "lines" VALUES(14,6,'6300','EUR',64500,64500,'NORTH');
INSERT INTO "lines" VALUES(15,6,'2100','EUR',-64500,-64500,NULL);
INSERT INTO "lines" VALUES(16,7,'6300','EUR',65200,65200,'NORTH');
INSERT INTO "lines" VALUES(17,7,'2100','EUR',-65200,-65200,NULL);
INSERT INTO "lines" VALUES(18,8,'6300','EUR',65900,65900,'NORTH');
INSERT INTO "lines" VALUES(19,8,'2100','EUR',-65900,-65900,NULL);
INSERT INTO "lines" VALUES(20,9,'6300','EUR',66600,66600,'NORTH');
INSERT INTO "lines" VALUES(21,9,'2100','EUR',-66600,-66600,NULL);
INSERT INTO "lines" VALUES(22,10,'6300','EUR',67300,67300,'NORTH');
INSERT INTO "lines" VALUES(23,10,'2100','EUR',-67300,-67300,NULL);
INSERT INTO "lines" VALUES(24,11,'5100','EUR',119040,119040,NULL);
INSERT INTO "lines" VALUES(25,11,'2100','EUR',-119040,-119040,NULL);
INSERT INTO "lines" VALUES(26,12,'2100','EUR',119040,119040,NULL);
INSERT INTO "lines" VALUES(27,12,'1110','EUR',-119040,-119040,NULL);
INSERT INTO "lines" VALUES(28,13,'1110','EUR',214030,214030,NULL);
INSERT INTO "lines" VALUES(29,13,'1200','EUR',-214030,-214030,NULL);
INSERT INTO "lines" VALUES(30,14,'1110','EUR',41800,41800,NULL);
INSERT INTO "lines" VALUES(31,14,'4200','EUR',-39065,-39065,NULL);
INSERT INTO "lines" VALUES(32,14,'2200','EUR',-2735,-2735,NULL);
INSERT INTO "lines" VALUES(33,15,'5100','USD',192000,162144,NULL);
INSERT INTO "lines" VALUES(34,15,'1120','USD',-192000,-162144,NULL);
INSERT INTO "lines" VALUES(35,16,'1120','USD',275000,234712,NULL);
INSERT INTO "lines" VALUES(36,16,'4200','USD',-275000,-234712,NULL);
INSERT INTO "lines" VALUES(37,17,'1130','SEK',1420000,129237,NULL);
INSERT INTO "lines" VALUES(38,17,'1200','SEK',-1420000,-129237,NULL);
INSERT INTO "lines" VALUES(39,18,'6200','EUR',145000,145000,NULL);
INSERT INTO "lines" VALUES(40,18,'1110','EUR',-145000,-145000,NULL);
INSERT INTO "lines" VALUES(41,19,'6300','EUR',46000,46000,NULL);
INSERT INTO "lines" VALUES(42,19,'2100','EUR',-46000,-46000,NULL);
INSERT INTO "lines" VALUES(43,20,'6200','EUR',22150,22150,NULL);
INSERT INTO "lines" VALUES(44,20,'1110','EUR',-22150,-22150,NULL);
INSERT INTO "lines" VALUES(45,21,'6100','EUR',438000,438000,NULL);
INSERT INTO "lines" VALUES(46,21,'1110','EUR',-438000,-438000,NULL);
INSERT INTO "lines" VALUES(47,22,'5100','JPY',196000,109603,NULL);
INSERT INTO "lines" VALUES(48,22,'1140','JPY',-196000,-109603,NULL);
INSERT INTO "lines" VALUES(49,23,'1110','EUR',41800,41800,NULL);
INSERT INTO "lines" VALUES(50,23,'4200','EUR',-39065,-39065,NULL);
INSERT INTO "lines" VALUES(51,23,'2200','EUR',-2735,-2735,NULL);
CREATE TABLE match_rules (
  id INTEGER PRIMARY KEY,
  bank TEXT REFERENCES bank_accounts (name),
  pattern TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (code),
  priority INTEGER NOT NULL DEFAULT 100
);
INSERT INTO "match_rules" VALUES(1,'kontor','Entgelt%','6400',10);
INSERT INTO "match_rules" VALUES(2,'harbour','%wire fee%','6400',10);
INSERT INTO "match_rules" VALUES(3,NULL,'%interest%','4900',50);
INSERT INTO "match_rules" VALUES(4,'sparnord','Avgift%','6400',10);
INSERT INTO "match_rules" VALUES(5,'nippa','%手数料%','6400',10);
CREATE TABLE matches (
  bank_line_id INTEGER PRIMARY KEY REFERENCES bank_lines (id),
  line_id INTEGER NOT NULL UNIQUE REFERENCES lines (id),
  rule TEXT NOT NULL,
  made_at TEXT NOT NULL
);
CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'0001_chart','95ee38f296327451');
INSERT INTO "migrations" VALUES(2,'0002_journal','6468bd8181a64112');
INSERT INTO "migrations" VALUES(3,'0003_periods','fd923ef90e622446');
INSERT INTO "migrations" VALUES(4,'0004_bank','a7262cc1f464e450');
INSERT INTO "migrations" VALUES(5,'0005_rates','a9734ac1c2f8e85e');
INSERT INTO "migrations" VALUES(6,'0006_audit','34aa077f207db300');
INSERT INTO "migrations" VALUES(7,'0007_matches','7c1e888c9753ac49');
INSERT INTO "migrations" VALUES(8,'0008_budgets_assets','629f3825bdef8ce7');
INSERT INTO "migrations" VALUES(9,'0009_lines_minor','cb59fe4697d8ef16');
INSERT INTO "migrations" VALUES(10,'0010_statements_minor','574d29cc830dd42b');
INSERT INTO "migrations" VALUES(11,'0011_cost_centres','e5a4c774f1e085c5');
INSERT INTO "migrations" VALUES(12,'0012_seals','2e6bd954a1444012');
INSERT INTO "migrations" VALUES(13,'0013_rates_micro','d1b3272c91e1c231');
INSERT INTO "migrations" VALUES(14,'0014_settings','a80da712f049e613');
INSERT INTO "migrations" VALUES(15,'0015_documents','55a8dab73e8dda27');
CREATE TABLE period_totals (
  period TEXT NOT NULL REFERENCES periods (name),
  account TEXT NOT NULL REFERENCES accounts (code),
  total REAL NOT NULL,
  PRIMARY KEY (period, account)
);
CREATE TABLE periods (
  name TEXT PRIMARY KEY CHECK (name GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  first_day TEXT NOT NULL UNIQUE,
  last_day TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'soft', 'closed')),
  closed_by TEXT,
  closed_at TEXT
);
INSERT INTO "periods" VALUES('2025-01','2025-01-01','2025-01-31','closed','mira','2025-02-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-02','2025-02-01','2025-02-28','closed','mira','2025-03-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-03','2025-03-01','2025-03-31','closed','mira','2025-04-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-04','2025-04-01','2025-04-30','closed','mira','2025-05-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-05','2025-05-01','2025-05-31','closed','mira','2025-06-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-06','2025-06-01','2025-06-30','closed','mira','2025-07-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-07','2025-07-01','2025-07-31','closed','mira','2025-08-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-08','2025-08-01','2025-08-31','closed','mira','2025-09-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-09','2025-09-01','2025-09-30','closed','mira','2025-10-02T08:00:00Z');
INSERT INTO "periods" VALUES('2025-10','2025-10-01','2025-10-31','open',NULL,NULL);
INSERT INTO "periods" VALUES('2025-11','2025-11-01','2025-11-30','open',NULL,NULL);
INSERT INTO "periods" VALUES('2025-12','2025-12-01','2025-12-31','open',NULL,NULL);
CREATE TABLE rates (
  currency TEXT NOT NULL REFERENCES currencies (code),
  day TEXT NOT NULL,
  rate REAL NOT NULL CHECK (rate > 0), rate_micro INTEGER, origin TEXT NOT NULL DEFAULT 'bulletin',
  PRIMARY KEY (currency, day)
);
INSERT INTO "rates" VALUES('USD','2024-12-30',0.96043,960430,'bulletin');
INSERT INTO "rates" VALUES('SEK','2024-12-30',0.087025,87025,'bulletin');
INSERT INTO "rates" VALUES('JPY','2024-12-30',0.006098,6098,'bulletin');
INSERT INTO "rates" VALUES('TND','2024-12-30',0.3011,301100,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-01-02',0.965026,965026,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-01-02',0.086782,86782,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-01-02',0.006072,6072,'bulletin');
INSERT INTO "rates" VALUES('TND','2025-01-02',0.302653,302653,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-01-06',0.959082,959082,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-01-06',0.086749,86749,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-01-06',0.006077,6077,'bulletin');
INSERT INTO "rates" VALUES('TND','2025-01-06',0.303192,303192,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-01-09',0.953641,953641,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-01-09',0.08693,86930,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-01-09',0.006077,6077,'bulletin');
INSERT INTO "rates" VALUES('TND','2025-01-09',0.304895,304895,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-01-13',0.946444,946444,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-01-13',0.087565,87565,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-01-13',0.006045,6045,'bulletin');
INSERT INTO "rates" VALUES('TND','2025-01-13',0.306423,306423,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-01-16',0.946554,946554,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-01-16',0.088035,88035,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-01-16',0.006014,6014,'bulletin');
INSERT INTO "rates" VALUES('TND','2025-01-16',0.305547,305547,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-09-25',0.8623,862300,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-09-25',0.09099,90990,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-09-25',0.005667,5667,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-09-29',0.8513,851300,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-09-29',0.090997,90997,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-09-29',0.005658,5658,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-02',0.852,852000,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-02',0.090988,90988,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-02',0.005682,5682,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-06',0.8511,851100,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-06',0.091012,91012,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-06',0.005695,5695,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-09',0.8535,853500,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-09',0.091025,91025,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-09',0.005585,5585,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-13',0.8548,854800,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-13',0.090915,90915,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-13',0.005592,5592,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-16',0.8438,843800,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-16',0.090922,90922,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-16',0.005583,5583,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-20',0.8445,844500,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-20',0.090913,90913,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-20',0.005607,5607,'bulletin');
INSERT INTO "rates" VALUES('USD','2025-10-23',0.8436,843600,'bulletin');
INSERT INTO "rates" VALUES('SEK','2025-10-23',0.090937,90937,'bulletin');
INSERT INTO "rates" VALUES('JPY','2025-10-23',0.00562,5620,'bulletin');
CREATE TABLE seals (
  period TEXT PRIMARY KEY REFERENCES periods (name),
  digest TEXT NOT NULL,
  lines INTEGER NOT NULL,
  made_at TEXT NOT NULL
);
INSERT INTO "seals" VALUES('2025-01','ffbaf85c5a780e836ab520ccfe118134629441e15198af5640d43672ebc8b641',7,'2025-02-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-02','915bcd248cd5e84d27b692addd094d0a93de305df83625b0d802ff8393b2e1c9',2,'2025-03-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-03','ef6e82d3828dc79876eb6d8fbd9ce141626953826986750c1395ee79699c52ce',2,'2025-04-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-04','41620f6033ccb6620665040d4fc50c17869aa9e0e1cbd7953d7b8869b7e74dbe',2,'2025-05-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-05','ef04d8cf090261a485bf5f8c534ae4afc064a6b250f99ec0ad4a0ce3552c403e',2,'2025-06-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-06','ef287d8f94a452d9336c3672eb1c1abcf1ea3fc69c2a5f52fa1275e7e66cfa42',2,'2025-07-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-07','5d5ab4e2d1420b971a65c3acd5948a722b2163ef4d66b06c8aee55a02568b452',2,'2025-08-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-08','462e58860f9405207dc29d356a6842cd5022729cc35f71410456702ee36630be',2,'2025-09-02T08:00:00Z');
INSERT INTO "seals" VALUES('2025-09','30961db48b3256475e49daaeb0b53efb22fc8747c83bcff6bcb6b4eece25e07e',2,'2025-10-02T08:00:00Z');
CREATE TABLE session (
  key TEXT PRIMARY KEY CHECK (key IN ('actor', 'now')),
  value TEXT NOT NULL
);
INSERT INTO "session" VALUES('actor','night');
INSERT INTO "session" VALUES('now','2025-11-01T02:25:00Z');
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "settings" VALUES('base_currency','EUR');
INSERT INTO "settings" VALUES('account.suspense','2900');
INSERT INTO "settings" VALUES('account.fx_gain','4950');
INSERT INTO "settings" VALUES('account.fx_loss','6950');
INSERT INTO "settings" VALUES('account.retained','3900');
INSERT INTO "settings" VALUES('rates.max_age_days','7');
INSERT INTO "settings" VALUES('match.days','3');
INSERT INTO "settings" VALUES('report.rounding','commercial');
CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  bank TEXT NOT NULL REFERENCES bank_accounts (name),
  number TEXT NOT NULL,
  file TEXT NOT NULL,
  imported_at TEXT NOT NULL, opening_minor INTEGER, closing_minor INTEGER,
  UNIQUE (bank, number)
);
INSERT INTO "statements" VALUES(1,'kontor','10/2025','kontor-2025-10.csv','2025-11-01T02:01:00Z',1844210,1814750);
INSERT INTO "statements" VALUES(2,'harbour','10','harbour-2025-10.csv','2025-11-01T02:02:00Z',600000,680550);
INSERT INTO "statements" VALUES(3,'nippa','10','nippa-2025-10.csv','2025-11-01T02:04:00Z',1300000,1103340);
CREATE INDEX accounts_parent ON accounts (parent);
CREATE INDEX entries_day ON entries (posted_on);
CREATE INDEX bank_lines_day ON bank_lines (booked_on);
CREATE INDEX bank_lines_value ON bank_lines (value_on);
CREATE INDEX audit_entity ON audit (entity, key);
CREATE INDEX lines_entry ON lines (entry_id);
CREATE INDEX lines_account ON lines (account);
CREATE INDEX documents_due ON documents (due_on);
CREATE VIEW v_session AS
SELECT (SELECT value FROM session WHERE key = 'actor') AS actor,
       (SELECT value FROM session WHERE key = 'now') AS now;
CREATE VIEW v_journal AS
SELECT l.id, l.entry_id, e.posted_on, p.name AS period, e.source, e.ref, e.memo, e.reverses,
       l.account, a.name AS account_name, a.kind, a.parent, l.currency, l.amount_minor, l.base_minor, l.centre
FROM lines l
JOIN entries e ON e.id = l.entry_id AND e.state = 'posted'
JOIN periods p ON e.posted_on BETWEEN p.first_day AND p.last_day
JOIN accounts a ON a.code = l.account;
CREATE VIEW v_drafts AS
SELECT e.id, e.posted_on, e.ref, COUNT(l.id) AS lines, COALESCE(SUM(l.base_minor), 0) AS off_by
FROM entries e LEFT JOIN lines l ON l.entry_id = e.id
WHERE e.state = 'draft' GROUP BY e.id;
CREATE VIEW v_movements AS
SELECT account, account_name, kind, period, SUM(base_minor) AS moved, SUM(MAX(base_minor, 0)) AS debit,
       -SUM(MIN(base_minor, 0)) AS credit
FROM v_journal GROUP BY account, period;
CREATE VIEW v_balances AS
SELECT a.code AS account, a.name AS account_name, a.kind, p.name AS period,
       COALESCE((SELECT SUM(m.moved) FROM v_movements m WHERE m.account = a.code AND m.period < p.name), 0) AS opening,
       COALESCE((SELECT m.debit FROM v_movements m WHERE m.account = a.code AND m.period = p.name), 0) AS debit,
       COALESCE((SELECT m.credit FROM v_movements m WHERE m.account = a.code AND m.period = p.name), 0) AS credit
FROM accounts a CROSS JOIN periods p
WHERE NOT EXISTS (SELECT 1 FROM accounts c WHERE c.parent = a.code);
CREATE VIEW v_closing AS
SELECT account, account_name, kind, period, opening, debit, credit, opening + debit - credit AS closing FROM v_balances;
CREATE VIEW v_currency_balances AS
SELECT account, currency, period, SUM(amount_minor) AS amount_minor, SUM(base_minor) AS base_minor
FROM v_journal GROUP BY account, currency, period;
CREATE VIEW v_rates AS
SELECT currency, day, origin, COALESCE(rate_micro, CAST(ROUND(rate * 1000000) AS INTEGER)) AS rate_micro FROM rates;
CREATE VIEW v_rate_spans AS
SELECT currency, day AS from_day, rate_micro,
       COALESCE(date(LEAD(day) OVER (PARTITION BY currency ORDER BY day), '-1 day'), '9999-12-31') AS to_day
FROM v_rates;
CREATE VIEW v_bank_lines AS
SELECT b.id, b.statement_id, s.bank, k.account, k.currency, s.number AS statement, b.booked_on, b.value_on,
       COALESCE(b.amount_minor,
                CAST(ROUND(b.amount * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END) AS INTEGER)) AS amount_minor,
       b.counterparty, b.text, b.ref, b.note
FROM bank_lines b
JOIN statements s ON s.id = b.statement_id
JOIN bank_accounts k ON k.name = s.bank
JOIN currencies c ON c.code = k.currency;
CREATE VIEW v_unmatched_bank AS
SELECT b.* FROM v_bank_lines b WHERE NOT EXISTS (SELECT 1 FROM matches m WHERE m.bank_line_id = b.id);
CREATE VIEW v_unmatched_books AS
SELECT j.* FROM v_journal j JOIN bank_accounts k ON k.account = j.account
WHERE NOT EXISTS (SELECT 1 FROM matches m WHERE m.line_id = j.id);
CREATE VIEW v_bank_check AS
SELECT s.bank, s.number, s.closing_minor AS bank_minor, MAX(b.booked_on) AS day,
       (SELECT COALESCE(SUM(j.amount_minor), 0) FROM v_journal j
        WHERE j.account = k.account AND j.posted_on <= (SELECT MAX(x.booked_on) FROM bank_lines x WHERE x.statement_id = s.id)
       ) AS books_minor
FROM statements s JOIN bank_accounts k ON k.name = s.bank LEFT JOIN bank_lines b ON b.statement_id = s.id
GROUP BY s.id;
CREATE VIEW v_fees AS
SELECT b.bank, b.currency, p.name AS period, COUNT(*) AS times, -SUM(b.amount_minor) AS amount_minor
FROM v_bank_lines b
JOIN periods p ON b.booked_on BETWEEN p.first_day AND p.last_day
JOIN matches m ON m.bank_line_id = b.id AND m.rule = 'rules'
WHERE b.amount_minor < 0 GROUP BY b.bank, p.name;
CREATE VIEW v_budget AS
SELECT b.account, b.period, b.amount AS planned, CAST(ROUND(b.amount * 100) AS INTEGER) AS planned_minor,
       COALESCE(m.moved, 0) AS actual_minor
FROM budgets b LEFT JOIN v_movements m ON m.account = b.account AND m.period = b.period;
CREATE VIEW v_variance AS
SELECT account, period, actual_minor, actual_minor - planned_minor AS over_minor,
       CASE planned WHEN 0 THEN NULL ELSE ROUND(actual_minor / planned, 1) END AS share
FROM v_budget;
CREATE VIEW v_depreciation AS
SELECT s.id, s.name, s.account, p.name AS period, s.cost, s.tag,
       MIN(s.months, (CAST(substr(p.name, 1, 4) AS INTEGER) - CAST(substr(s.bought_on, 1, 4) AS INTEGER)) * 12
         + CAST(substr(p.name, 6) AS INTEGER) - CAST(substr(s.bought_on, 6, 2) AS INTEGER)) AS parts,
       s.months
FROM assets s JOIN periods p ON p.first_day > s.bought_on;
CREATE VIEW v_book_values AS
SELECT id, name, account, period, tag, CAST(ROUND(cost * 100) AS INTEGER) - CAST(ROUND(cost * 100 * parts / months) AS INTEGER) AS left_minor,
       CASE WHEN parts < months THEN CAST(ROUND(cost * 100 / months) AS INTEGER) ELSE 0 END AS next_minor
FROM v_depreciation;
CREATE VIEW v_documents AS
SELECT d.ref, d.party, d.account, d.currency, d.issued_on, d.due_on, d.total_minor,
       d.total_minor - COALESCE((SELECT SUM(-j.amount_minor) FROM v_journal j
         WHERE j.account = d.account AND j.memo = 'paid ' || d.ref), 0) AS open_minor,
       d.total_minor - CAST(ROUND(d.paid * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END) AS INTEGER) AS tool_open_minor
FROM documents d JOIN currencies c ON c.code = d.currency;
CREATE VIEW v_open_documents AS
SELECT * FROM v_documents WHERE open_minor <> 0;
CREATE VIEW v_expected AS
SELECT d.currency, d.due_on, CASE WHEN d.total_minor > 0 THEN 'in' ELSE 'out' END AS way, d.tool_open_minor AS amount_minor
FROM v_documents d WHERE d.tool_open_minor <> 0;
CREATE VIEW v_foreign AS
SELECT b.account, b.currency, SUM(b.amount_minor) AS amount_minor, SUM(b.base_minor) AS base_minor
FROM v_currency_balances b
WHERE b.currency <> (SELECT value FROM settings WHERE key = 'base_currency')
GROUP BY b.account, b.currency;
CREATE VIEW v_treasury AS
SELECT s.bank, b.booked_on, b.value_on, b.amount, b.counterparty FROM bank_lines b JOIN statements s ON s.id = b.statement_id;
CREATE VIEW v_old_totals AS
SELECT period, account, total FROM period_totals;
CREATE VIEW v_old_balances AS
SELECT t.period, t.account, t.total, c.closing / 100.0 AS closing
FROM v_old_totals t JOIN v_closing c ON c.period = t.period AND c.account = t.account;
CREATE VIEW v_entry_sums AS
SELECT e.id, e.posted_on, e.state, SUM(l.base_minor) AS base_minor, COUNT(DISTINCT l.currency) AS currencies
FROM entries e JOIN lines l ON l.entry_id = e.id GROUP BY e.id;
CREATE VIEW v_check_balance AS
SELECT id, posted_on AS day, 'off by ' || base_minor AS problem FROM v_entry_sums WHERE state = 'posted' AND base_minor <> 0;
CREATE VIEW v_check_floats AS
SELECT b.id, b.booked_on AS day, 'float ' || b.amount || ' beside ' || v.amount_minor AS problem
FROM bank_lines b JOIN v_bank_lines v ON v.id = b.id JOIN currencies c ON c.code = v.currency
WHERE ABS(b.amount * CASE c.exponent WHEN 0 THEN 1 WHEN 2 THEN 100 ELSE 1000 END - v.amount_minor) > 0.001;
CREATE VIEW v_check_statements AS
SELECT s.id, MAX(b.booked_on) AS day, s.bank || ' ' || s.number || ' does not add up' AS problem
FROM statements s JOIN v_bank_lines b ON b.statement_id = s.id
GROUP BY s.id HAVING s.opening_minor + SUM(b.amount_minor) <> s.closing_minor;
CREATE TRIGGER entries_begin_as_drafts BEFORE INSERT ON entries
WHEN NEW.state <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'an entry begins as a draft');
END;
CREATE TRIGGER entries_need_a_period BEFORE INSERT ON entries
WHEN NOT EXISTS (SELECT 1 FROM periods WHERE NEW.posted_on BETWEEN first_day AND last_day)
BEGIN
  SELECT RAISE(ABORT, 'no period has this day');
END;
CREATE TRIGGER entries_respect_the_period BEFORE INSERT ON entries
WHEN EXISTS (
  SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
  AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
)
BEGIN
  SELECT RAISE(ABORT, 'the period does not take this entry');
END;
CREATE TRIGGER entries_reverse_posted_ones BEFORE INSERT ON entries
WHEN NEW.reverses IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'only a posted entry is reversed')
  WHERE NOT EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND state = 'posted');
  SELECT RAISE(ABORT, 'a reversal is not reversed')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND reverses IS NOT NULL);
  SELECT RAISE(ABORT, 'a reversal is not older than its entry')
  WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.reverses AND posted_on > NEW.posted_on);
END;
CREATE TRIGGER entries_post BEFORE UPDATE OF state ON entries
WHEN OLD.state = 'draft' AND NEW.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'an entry needs two lines')
  WHERE (SELECT COUNT(*) FROM lines WHERE entry_id = NEW.id) < 2;
  SELECT RAISE(ABORT, 'the entry does not balance')
  WHERE (SELECT SUM(base_minor) FROM lines WHERE entry_id = NEW.id) <> 0;
  SELECT RAISE(ABORT, 'the period does not take this entry')
  WHERE EXISTS (
    SELECT 1 FROM periods p WHERE NEW.posted_on BETWEEN p.first_day AND p.last_day
    AND (p.state = 'closed' OR p.state = 'soft' AND NEW.source NOT IN ('adjust', 'reval'))
  );
END;
CREATE TRIGGER entries_keep_their_day BEFORE UPDATE OF posted_on, source, reverses ON entries
WHEN NEW.posted_on IS NOT OLD.posted_on OR NEW.source IS NOT OLD.source OR NEW.reverses IS NOT OLD.reverses
BEGIN
  SELECT RAISE(ABORT, 'day, source and reversal of an entry stay');
END;
CREATE TRIGGER entries_stay_posted BEFORE UPDATE ON entries
WHEN OLD.state = 'posted' AND (NEW.state <> 'posted' OR NEW.id <> OLD.id OR NEW.ref IS NOT OLD.ref)
BEGIN
  SELECT RAISE(ABORT, 'a posted entry stays');
END;
CREATE TRIGGER entries_memo_in_closed_periods BEFORE UPDATE OF memo ON entries
WHEN EXISTS (SELECT 1 FROM periods p WHERE OLD.posted_on BETWEEN p.first_day AND p.last_day AND p.state = 'closed')
BEGIN
  SELECT RAISE(ABORT, 'the period is closed');
END;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
WHEN OLD.state = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'a posted entry stays');
END;
CREATE TRIGGER lines_insert BEFORE INSERT ON lines
BEGIN
  SELECT RAISE(ABORT, 'the entry is posted')
  WHERE (SELECT state FROM entries WHERE id = NEW.entry_id) = 'posted';
  SELECT RAISE(ABORT, 'a group takes no lines')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE parent = NEW.account);
  SELECT RAISE(ABORT, 'the account is not open on this day')
  WHERE EXISTS (
    SELECT 1 FROM accounts a JOIN entries e ON e.id = NEW.entry_id
    WHERE a.code = NEW.account AND (e.posted_on < a.opened_on OR e.posted_on >= a.closed_on)
  );
  SELECT RAISE(ABORT, 'the account has another currency')
  WHERE EXISTS (SELECT 1 FROM accounts WHERE code = NEW.account AND currency <> NEW.currency);
  SELECT RAISE(ABORT, 'amount and base differ')
  WHERE NEW.currency = (SELECT value FROM settings WHERE key = 'base_currency')
    AND NEW.amount_minor <> NEW.base_minor;
  SELECT RAISE(ABORT, 'amount and base have different signs')
  WHERE NEW.amount_minor > 0 AND NEW.base_minor < 0 OR NEW.amount_minor < 0 AND NEW.base_minor > 0;
END;
CREATE TRIGGER lines_update BEFORE UPDATE ON lines
BEGIN
  SELECT RAISE(ABORT, 'lines are replaced, not changed');
END;
CREATE TRIGGER lines_delete BEFORE DELETE ON lines
WHEN (SELECT state FROM entries WHERE id = OLD.entry_id) = 'posted'
BEGIN
  SELECT RAISE(ABORT, 'the entry is posted');
END;
CREATE TRIGGER periods_close_in_order BEFORE UPDATE OF state ON periods
WHEN NEW.state = 'closed' AND OLD.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'an earlier period is not closed')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day < NEW.first_day AND state <> 'closed');
  SELECT RAISE(ABORT, 'the period has drafts')
  WHERE EXISTS (SELECT 1 FROM entries WHERE state = 'draft' AND posted_on BETWEEN NEW.first_day AND NEW.last_day);
END;
CREATE TRIGGER periods_open_in_order BEFORE UPDATE OF state ON periods
WHEN OLD.state = 'closed' AND NEW.state <> 'closed'
BEGIN
  SELECT RAISE(ABORT, 'a closed period opens to soft only') WHERE NEW.state <> 'soft';
  SELECT RAISE(ABORT, 'a later period is closed')
  WHERE EXISTS (SELECT 1 FROM periods WHERE first_day > NEW.first_day AND state = 'closed');
END;
CREATE TRIGGER periods_stay BEFORE DELETE ON periods
BEGIN
  SELECT RAISE(ABORT, 'periods are not deleted');
END;
CREATE TRIGGER bank_lines_stay BEFORE UPDATE ON bank_lines
WHEN NEW.statement_id <> OLD.statement_id OR NEW.booked_on <> OLD.booked_on OR NEW.value_on <> OLD.value_on
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.text <> OLD.text OR NEW.ref <> OLD.ref
BEGIN
  SELECT RAISE(ABORT, 'a line of a statement stays');
END;
CREATE TRIGGER statements_with_matches BEFORE DELETE ON statements
WHEN EXISTS (SELECT 1 FROM bank_lines b JOIN matches m ON m.bank_line_id = b.id WHERE b.statement_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'lines of the statement are matched');
END;
CREATE TRIGGER bank_lines_float AFTER INSERT ON bank_lines
WHEN NEW.amount_minor IS NULL
BEGIN
  INSERT INTO import_log (file, message)
  SELECT s.file, 'line ' || NEW.id || ' has a float only' FROM statements s WHERE s.id = NEW.statement_id;
END;
CREATE TRIGGER matches_fit BEFORE INSERT ON matches
BEGIN
  SELECT RAISE(ABORT, 'the entry is a draft')
  WHERE (SELECT e.state FROM lines l JOIN entries e ON e.id = l.entry_id WHERE l.id = NEW.line_id) <> 'posted';
  SELECT RAISE(ABORT, 'the accounts differ')
  WHERE (SELECT a.account FROM bank_lines b JOIN statements s ON s.id = b.statement_id
         JOIN bank_accounts a ON a.name = s.bank WHERE b.id = NEW.bank_line_id)
    <> (SELECT account FROM lines WHERE id = NEW.line_id);
  SELECT RAISE(ABORT, 'the amounts differ')
  WHERE (SELECT amount_minor FROM v_bank_lines WHERE id = NEW.bank_line_id)
    <> (SELECT amount_minor FROM lines WHERE id = NEW.line_id);
END;
CREATE TRIGGER matches_of_closed_periods BEFORE DELETE ON matches
WHEN EXISTS (
  SELECT 1 FROM bank_lines b JOIN periods p ON b.booked_on BETWEEN p.first_day AND p.last_day
  WHERE b.id = OLD.bank_line_id AND p.state = 'closed'
)
BEGIN
  SELECT RAISE(ABORT, 'the period is closed');
END;
CREATE TRIGGER audit_entries_update AFTER UPDATE ON entries
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT v_session.now, v_session.actor, 'entry', NEW.id,
         CASE WHEN OLD.state <> NEW.state THEN 'post' ELSE 'change' END,
         json_object('memo', OLD.memo, 'state', OLD.state), json_object('memo', NEW.memo, 'state', NEW.state)
  FROM v_session;
END;
CREATE TRIGGER audit_entries_delete AFTER DELETE ON entries
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before)
  SELECT now, actor, 'entry', OLD.id, 'delete', json_object('posted_on', OLD.posted_on, 'memo', OLD.memo, 'ref', OLD.ref)
  FROM v_session;
END;
CREATE TRIGGER audit_periods AFTER UPDATE OF state ON periods
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'period', NEW.name, NEW.state, json_object('state', OLD.state), json_object('state', NEW.state)
  FROM v_session;
END;
CREATE TRIGGER audit_accounts AFTER UPDATE ON accounts
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'account', NEW.code, 'change',
         json_object('name', OLD.name, 'closed_on', OLD.closed_on), json_object('name', NEW.name, 'closed_on', NEW.closed_on)
  FROM v_session;
END;
CREATE TRIGGER audit_bank_lines AFTER UPDATE OF note ON bank_lines
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before, after)
  SELECT now, actor, 'bank_line', NEW.id, 'note', json_object('note', OLD.note), json_object('note', NEW.note)
  FROM v_session;
END;
CREATE TRIGGER audit_matches_insert AFTER INSERT ON matches
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, after)
  SELECT now, actor, 'match', NEW.bank_line_id, 'match', json_object('line', NEW.line_id, 'rule', NEW.rule)
  FROM v_session;
END;
CREATE TRIGGER audit_matches_delete AFTER DELETE ON matches
BEGIN
  INSERT INTO audit (at, actor, entity, key, action, before)
  SELECT now, actor, 'match', OLD.bank_line_id, 'unmatch', json_object('line', OLD.line_id, 'rule', OLD.rule)
  FROM v_session;
END;
COMMIT;
