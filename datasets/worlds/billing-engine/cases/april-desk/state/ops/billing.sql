BEGIN TRANSACTION;
CREATE TABLE audit (seq INTEGER PRIMARY KEY, day TEXT NOT NULL, command TEXT NOT NULL, detail TEXT NOT NULL);
INSERT INTO "audit" VALUES(1,'2026-02-06','events','events-2026-01.jsonl 193 0');
INSERT INTO "audit" VALUES(2,'2026-02-07','close','alpenrad 2026-01 INV-NW-2026-00001');
INSERT INTO "audit" VALUES(3,'2026-02-07','close','brise 2026-01 INV-NW-2026-00002');
INSERT INTO "audit" VALUES(4,'2026-02-07','close','corail 2026-01 -');
INSERT INTO "audit" VALUES(5,'2026-02-07','close','fjell 2026-01 INV-NW-2026-00003');
INSERT INTO "audit" VALUES(6,'2026-02-07','close','harbour 2026-01 INV-NW-2026-00004');
INSERT INTO "audit" VALUES(7,'2026-02-07','close','kumo 2026-01 INV-NW-2026-00005');
INSERT INTO "audit" VALUES(8,'2026-02-07','close','lesewerk 2026-01 INV-NW-2026-00006');
INSERT INTO "audit" VALUES(9,'2026-02-07','close','tulp 2026-01 INV-NW-2026-00007');
INSERT INTO "audit" VALUES(10,'2026-03-06','events','events-2026-02.jsonl 196 0');
INSERT INTO "audit" VALUES(11,'2026-02-10','grant','pre-1 fjell 6000');
INSERT INTO "audit" VALUES(12,'2026-03-07','close','alpenrad 2026-02 INV-NW-2026-00008');
INSERT INTO "audit" VALUES(13,'2026-03-07','close','brise 2026-02 INV-NW-2026-00009');
INSERT INTO "audit" VALUES(14,'2026-03-07','close','corail 2026-02 INV-NW-2026-00010');
INSERT INTO "audit" VALUES(15,'2026-03-07','close','fjell 2026-02 INV-NW-2026-00011');
INSERT INTO "audit" VALUES(16,'2026-03-07','close','harbour 2026-02 INV-NW-2026-00012');
INSERT INTO "audit" VALUES(17,'2026-03-07','close','kumo 2026-02 INV-NW-2026-00013');
INSERT INTO "audit" VALUES(18,'2026-03-07','close','lesewerk 2026-02 INV-NW-2026-00014');
INSERT INTO "audit" VALUES(19,'2026-03-07','close','tulp 2026-02 INV-NW-2026-00015');
INSERT INTO "audit" VALUES(20,'2026-02-18','pay','BK-20311 harbour 8493');
INSERT INTO "audit" VALUES(21,'2026-02-20','pay','BK-20317 tulp 2439');
INSERT INTO "audit" VALUES(22,'2026-02-23','pay','BK-20329 fjell 4642');
INSERT INTO "audit" VALUES(23,'2026-03-03','dunning','3');
INSERT INTO "audit" VALUES(24,'2026-03-10','pay','BK-20340 kumo 12527');
INSERT INTO "audit" VALUES(25,'2026-03-16','pay','BK-20344 brise 13739');
INSERT INTO "audit" VALUES(26,'2026-03-12','dunning','2');
CREATE TABLE closed (customer TEXT NOT NULL, period TEXT NOT NULL, number TEXT, PRIMARY KEY (customer, period));
INSERT INTO "closed" VALUES('alpenrad','2026-01','INV-NW-2026-00001');
INSERT INTO "closed" VALUES('brise','2026-01','INV-NW-2026-00002');
INSERT INTO "closed" VALUES('corail','2026-01',NULL);
INSERT INTO "closed" VALUES('fjell','2026-01','INV-NW-2026-00003');
INSERT INTO "closed" VALUES('harbour','2026-01','INV-NW-2026-00004');
INSERT INTO "closed" VALUES('kumo','2026-01','INV-NW-2026-00005');
INSERT INTO "closed" VALUES('lesewerk','2026-01','INV-NW-2026-00006');
INSERT INTO "closed" VALUES('tulp','2026-01','INV-NW-2026-00007');
INSERT INTO "closed" VALUES('alpenrad','2026-02','INV-NW-2026-00008');
INSERT INTO "closed" VALUES('brise','2026-02','INV-NW-2026-00009');
INSERT INTO "closed" VALUES('corail','2026-02','INV-NW-2026-00010');
INSERT INTO "closed" VALUES('fjell','2026-02','INV-NW-2026-00011');
INSERT INTO "closed" VALUES('harbour','2026-02','INV-NW-2026-00012');
INSERT INTO "closed" VALUES('kumo','2026-02','INV-NW-2026-00013');
INSERT INTO "closed" VALUES('lesewerk','2026-02','INV-NW-2026-00014');
INSERT INTO "closed" VALUES('tulp','2026-02','INV-NW-2026-00015');
CREATE TABLE credits (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers,
    kind TEXT NOT NULL CHECK (kind IN ('promo', 'prepaid')), amount INTEGER NOT NULL CHECK (amount > 0),
    left INTEGER NOT NULL CHECK (left >= 0), granted TEXT NOT NULL, expires TEXT, scope TEXT NOT NULL DEFAULT '*'
);
INSERT INTO "credits" VALUES('pre-1','fjell','prepaid',6000,1453,'2026-02-10',NULL,'*');
CREATE TABLE customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, currency TEXT NOT NULL,
    utc_offset INTEGER NOT NULL DEFAULT 0, tax_class TEXT NOT NULL DEFAULT 'standard',
    vat_id TEXT, dunning_paused_until TEXT
);
INSERT INTO "customers" VALUES('alpenrad','Alpenrad GmbH','AT','EUR',60,'standard',NULL,NULL);
INSERT INTO "customers" VALUES('brise','Brise SARL','FR','EUR',60,'standard','FR83404833048',NULL);
INSERT INTO "customers" VALUES('corail','Corail Verein','FR','EUR',60,'reduced',NULL,NULL);
INSERT INTO "customers" VALUES('fjell','Fjell AG','CH','CHF',60,'standard',NULL,NULL);
INSERT INTO "customers" VALUES('harbour','Harbour Works GmbH','DE','EUR',60,'standard',NULL,NULL);
INSERT INTO "customers" VALUES('kumo','Kumo KK','JP','JPY',540,'standard',NULL,NULL);
INSERT INTO "customers" VALUES('lesewerk','Lesewerk e.V.','DE','EUR',60,'reduced',NULL,'2026-04-15');
INSERT INTO "customers" VALUES('tulp','Tulp BV','NL','EUR',60,'standard',NULL,NULL);
CREATE TABLE document_lines (
    number TEXT NOT NULL REFERENCES documents, position INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
    quantity TEXT NOT NULL, net INTEGER NOT NULL, promo INTEGER NOT NULL, rate TEXT NOT NULL, tax INTEGER NOT NULL,
    revenue TEXT NOT NULL, PRIMARY KEY (number, position)
);
INSERT INTO "document_lines" VALUES('INV-NW-2026-00001',1,'fee','basic','1',1900,0,'0.20',380,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00001',2,'usage','api_calls','60247',6132,0,'0.20',1226,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00001',3,'usage','storage_bytes','180',38,0,'0.20',8,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00002',1,'fee','team','11',12375,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00002',2,'usage','build_seconds','346',180,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00002',3,'usage','egress_bytes','212.454838259',1338,0,'0',0,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00003',1,'fee','metered-ch','1',2500,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00003',2,'usage','egress_bytes','215.404640623',1873,0,'0',0,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00003',3,'usage','build_seconds','316',269,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00004',1,'fee','basic','1',1805,0,'0.19',343,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00004',2,'usage','api_calls','53751',5270,0,'0.19',1001,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00004',3,'usage','storage_bytes','309',62,0,'0.19',12,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00005',1,'fee','metered-jp','1',2000,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00005',2,'usage','api_calls','40128',8427,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00005',3,'usage','seats_active','8',2100,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00006',1,'fee','basic','1',1900,0,'0.07',133,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00006',2,'usage','api_calls','41283',4425,0,'0.07',310,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00006',3,'usage','storage_bytes','365',77,0,'0.07',5,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00007',1,'fee','team','3',1452,0,'0.21',305,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00007',2,'usage','build_seconds','63',40,0,'0.21',8,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00007',3,'usage','egress_bytes','74.906984852',524,0,'0.21',110,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',1,'fee','basic','1',950,0,'0.20',190,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',2,'usage','api_calls','17140',1998,0,'0.20',400,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',3,'usage','storage_bytes','299',63,0,'0.20',12,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',4,'fee','team','4',2500,0,'0.20',500,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',5,'usage','build_seconds','231',160,0,'0.20',32,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00008',6,'usage','egress_bytes','109.003450234',763,0,'0.20',153,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00009',1,'fee','team','11',12375,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00009',2,'usage','build_seconds','249',108,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00009',3,'usage','egress_bytes','199.393402528',1256,0,'0',0,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00010',1,'fee','basic','1',1425,0,'0.055',78,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00010',2,'usage','api_calls','46845',5190,0,'0.055',285,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00010',3,'usage','storage_bytes','185',102,0,'0.055',6,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00011',1,'fee','metered-ch','1',2500,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00011',2,'usage','egress_bytes','202.195490253',1768,0,'0',0,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00011',3,'usage','build_seconds','328',279,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',1,'fee','basic','1',1805,0,'0.19',343,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',2,'usage','api_calls','56506',5506,0,'0.19',1046,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',3,'usage','storage_bytes','372',74,0,'0.19',14,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',4,'fee','team','7',3125,0,'0.19',594,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',5,'usage','build_seconds','147',120,0,'0.19',23,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00012',6,'usage','egress_bytes','97.844754045',685,0,'0.19',130,'traffic');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00013',1,'fee','metered-jp','1',2000,0,'0',0,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00013',2,'usage','api_calls','41713',8760,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00013',3,'usage','seats_active','9',2450,0,'0',0,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00014',1,'fee','basic','1',1900,0,'0.07',133,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00014',2,'usage','api_calls','46755',4918,0,'0.07',344,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00014',3,'usage','storage_bytes','336',71,0,'0.07',5,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00015',1,'fee','team','3',3750,0,'0.21',787,'subscription');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00015',2,'usage','build_seconds','313',200,0,'0.21',42,'usage');
INSERT INTO "document_lines" VALUES('INV-NW-2026-00015',3,'usage','egress_bytes','258.276972183',1808,0,'0.21',380,'traffic');
CREATE TABLE documents (
    number TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('invoice', 'note')),
    customer TEXT NOT NULL REFERENCES customers, period TEXT NOT NULL, issued TEXT NOT NULL, due TEXT NOT NULL,
    currency TEXT NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL, prepaid INTEGER NOT NULL,
    region TEXT NOT NULL, corrects TEXT REFERENCES documents, tax_note TEXT NOT NULL DEFAULT ''
);
INSERT INTO "documents" VALUES('INV-NW-2026-00001','invoice','alpenrad','2026-01','2026-02-07','2026-02-21','EUR',8070,1614,0,'AT',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00002','invoice','brise','2026-01','2026-02-07','2026-02-21','EUR',13893,0,0,'FR',NULL,'Reverse charge: the recipient owes the tax');
INSERT INTO "documents" VALUES('INV-NW-2026-00003','invoice','fjell','2026-01','2026-02-07','2026-02-21','CHF',4642,0,0,'CH',NULL,'Not subject to tax here');
INSERT INTO "documents" VALUES('INV-NW-2026-00004','invoice','harbour','2026-01','2026-02-07','2026-02-21','EUR',7137,1356,0,'DE',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00005','invoice','kumo','2026-01','2026-02-07','2026-02-21','JPY',12527,0,0,'JP',NULL,'Not subject to tax here');
INSERT INTO "documents" VALUES('INV-NW-2026-00006','invoice','lesewerk','2026-01','2026-02-07','2026-02-21','EUR',6402,448,0,'DE',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00007','invoice','tulp','2026-01','2026-02-07','2026-02-21','EUR',2016,423,0,'NL',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00008','invoice','alpenrad','2026-02','2026-03-07','2026-03-21','EUR',6434,1287,0,'AT',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00009','invoice','brise','2026-02','2026-03-07','2026-03-21','EUR',13739,0,0,'FR',NULL,'Reverse charge: the recipient owes the tax');
INSERT INTO "documents" VALUES('INV-NW-2026-00010','invoice','corail','2026-02','2026-03-07','2026-03-21','EUR',6717,369,0,'FR',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00011','invoice','fjell','2026-02','2026-03-07','2026-03-21','CHF',4547,0,4547,'CH',NULL,'Not subject to tax here');
INSERT INTO "documents" VALUES('INV-NW-2026-00012','invoice','harbour','2026-02','2026-03-07','2026-03-21','EUR',11315,2150,0,'DE',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00013','invoice','kumo','2026-02','2026-03-07','2026-03-21','JPY',13210,0,0,'JP',NULL,'Not subject to tax here');
INSERT INTO "documents" VALUES('INV-NW-2026-00014','invoice','lesewerk','2026-02','2026-03-07','2026-03-21','EUR',6889,482,0,'DE',NULL,'');
INSERT INTO "documents" VALUES('INV-NW-2026-00015','invoice','tulp','2026-02','2026-03-07','2026-03-21','EUR',5758,1209,0,'NL',NULL,'');
CREATE TABLE dunning (
    number TEXT NOT NULL REFERENCES documents, step INTEGER NOT NULL, action TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (number, step)
);
INSERT INTO "dunning" VALUES('INV-NW-2026-00001',1,'remind','2026-03-03');
INSERT INTO "dunning" VALUES('INV-NW-2026-00002',1,'remind','2026-03-03');
INSERT INTO "dunning" VALUES('INV-NW-2026-00005',1,'remind','2026-03-03');
INSERT INTO "dunning" VALUES('INV-NW-2026-00001',2,'fee','2026-03-12');
INSERT INTO "dunning" VALUES('INV-NW-2026-00002',2,'fee','2026-03-12');
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, source TEXT NOT NULL, ref TEXT NOT NULL,
    currency TEXT NOT NULL, reverses INTEGER REFERENCES entries
);
INSERT INTO "entries" VALUES(1,'2026-02-07','invoice','INV-NW-2026-00001','EUR',NULL);
INSERT INTO "entries" VALUES(2,'2026-02-07','invoice','INV-NW-2026-00002','EUR',NULL);
INSERT INTO "entries" VALUES(3,'2026-02-07','invoice','INV-NW-2026-00003','CHF',NULL);
INSERT INTO "entries" VALUES(4,'2026-02-07','invoice','INV-NW-2026-00004','EUR',NULL);
INSERT INTO "entries" VALUES(5,'2026-02-07','invoice','INV-NW-2026-00005','JPY',NULL);
INSERT INTO "entries" VALUES(6,'2026-02-07','invoice','INV-NW-2026-00006','EUR',NULL);
INSERT INTO "entries" VALUES(7,'2026-02-07','invoice','INV-NW-2026-00007','EUR',NULL);
INSERT INTO "entries" VALUES(8,'2026-02-10','grant','pre-1','CHF',NULL);
INSERT INTO "entries" VALUES(9,'2026-03-07','invoice','INV-NW-2026-00008','EUR',NULL);
INSERT INTO "entries" VALUES(10,'2026-03-07','invoice','INV-NW-2026-00009','EUR',NULL);
INSERT INTO "entries" VALUES(11,'2026-03-07','invoice','INV-NW-2026-00010','EUR',NULL);
INSERT INTO "entries" VALUES(12,'2026-03-07','invoice','INV-NW-2026-00011','CHF',NULL);
INSERT INTO "entries" VALUES(13,'2026-03-07','invoice','INV-NW-2026-00012','EUR',NULL);
INSERT INTO "entries" VALUES(14,'2026-03-07','invoice','INV-NW-2026-00013','JPY',NULL);
INSERT INTO "entries" VALUES(15,'2026-03-07','invoice','INV-NW-2026-00014','EUR',NULL);
INSERT INTO "entries" VALUES(16,'2026-03-07','invoice','INV-NW-2026-00015','EUR',NULL);
INSERT INTO "entries" VALUES(17,'2026-02-18','payment','BK-20311','EUR',NULL);
INSERT INTO "entries" VALUES(18,'2026-02-20','payment','BK-20317','EUR',NULL);
INSERT INTO "entries" VALUES(19,'2026-02-23','payment','BK-20329','CHF',NULL);
INSERT INTO "entries" VALUES(20,'2026-03-10','payment','BK-20340','JPY',NULL);
INSERT INTO "entries" VALUES(21,'2026-03-16','payment','BK-20344','EUR',NULL);
INSERT INTO "entries" VALUES(22,'2026-03-12','fee','INV-NW-2026-00001','EUR',NULL);
INSERT INTO "entries" VALUES(23,'2026-03-12','fee','INV-NW-2026-00002','EUR',NULL);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, customer TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    received TEXT NOT NULL, meter TEXT, quantity TEXT, at TEXT, target TEXT, revision INTEGER NOT NULL
);
CREATE TABLE payments (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers, number TEXT REFERENCES documents,
    amount INTEGER NOT NULL CHECK (amount > 0), day TEXT NOT NULL
);
INSERT INTO "payments" VALUES('BK-20311','harbour','INV-NW-2026-00004',8493,'2026-02-18');
INSERT INTO "payments" VALUES('BK-20317','tulp','INV-NW-2026-00007',2439,'2026-02-20');
INSERT INTO "payments" VALUES('BK-20329','fjell','INV-NW-2026-00003',4642,'2026-02-23');
INSERT INTO "payments" VALUES('BK-20340','kumo','INV-NW-2026-00005',12527,'2026-03-10');
INSERT INTO "payments" VALUES('BK-20344','brise','INV-NW-2026-00009',13739,'2026-03-16');
CREATE TABLE postings (
    entry INTEGER NOT NULL REFERENCES entries, account TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0), ref TEXT, PRIMARY KEY (entry, account, ref)
);
INSERT INTO "postings" VALUES(1,'receivable:alpenrad',9684,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(1,'revenue:subscription',-1900,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(1,'tax:AT',-1614,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(1,'revenue:usage',-6170,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(2,'receivable:brise',13893,'INV-NW-2026-00002');
INSERT INTO "postings" VALUES(2,'revenue:subscription',-12375,'INV-NW-2026-00002');
INSERT INTO "postings" VALUES(2,'revenue:usage',-180,'INV-NW-2026-00002');
INSERT INTO "postings" VALUES(2,'revenue:traffic',-1338,'INV-NW-2026-00002');
INSERT INTO "postings" VALUES(3,'receivable:fjell',4642,'INV-NW-2026-00003');
INSERT INTO "postings" VALUES(3,'revenue:subscription',-2500,'INV-NW-2026-00003');
INSERT INTO "postings" VALUES(3,'revenue:traffic',-1873,'INV-NW-2026-00003');
INSERT INTO "postings" VALUES(3,'revenue:usage',-269,'INV-NW-2026-00003');
INSERT INTO "postings" VALUES(4,'receivable:harbour',8493,'INV-NW-2026-00004');
INSERT INTO "postings" VALUES(4,'revenue:subscription',-1805,'INV-NW-2026-00004');
INSERT INTO "postings" VALUES(4,'tax:DE',-1356,'INV-NW-2026-00004');
INSERT INTO "postings" VALUES(4,'revenue:usage',-5332,'INV-NW-2026-00004');
INSERT INTO "postings" VALUES(5,'receivable:kumo',12527,'INV-NW-2026-00005');
INSERT INTO "postings" VALUES(5,'revenue:subscription',-2000,'INV-NW-2026-00005');
INSERT INTO "postings" VALUES(5,'revenue:usage',-10527,'INV-NW-2026-00005');
INSERT INTO "postings" VALUES(6,'receivable:lesewerk',6850,'INV-NW-2026-00006');
INSERT INTO "postings" VALUES(6,'revenue:subscription',-1900,'INV-NW-2026-00006');
INSERT INTO "postings" VALUES(6,'tax:DE',-448,'INV-NW-2026-00006');
INSERT INTO "postings" VALUES(6,'revenue:usage',-4502,'INV-NW-2026-00006');
INSERT INTO "postings" VALUES(7,'receivable:tulp',2439,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(7,'revenue:subscription',-1452,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(7,'tax:NL',-423,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(7,'revenue:usage',-40,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(7,'revenue:traffic',-524,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(8,'cash',6000,'pre-1');
INSERT INTO "postings" VALUES(8,'credits:fjell',-6000,'pre-1');
INSERT INTO "postings" VALUES(9,'receivable:alpenrad',7721,'INV-NW-2026-00008');
INSERT INTO "postings" VALUES(9,'revenue:subscription',-3450,'INV-NW-2026-00008');
INSERT INTO "postings" VALUES(9,'tax:AT',-1287,'INV-NW-2026-00008');
INSERT INTO "postings" VALUES(9,'revenue:usage',-2221,'INV-NW-2026-00008');
INSERT INTO "postings" VALUES(9,'revenue:traffic',-763,'INV-NW-2026-00008');
INSERT INTO "postings" VALUES(10,'receivable:brise',13739,'INV-NW-2026-00009');
INSERT INTO "postings" VALUES(10,'revenue:subscription',-12375,'INV-NW-2026-00009');
INSERT INTO "postings" VALUES(10,'revenue:usage',-108,'INV-NW-2026-00009');
INSERT INTO "postings" VALUES(10,'revenue:traffic',-1256,'INV-NW-2026-00009');
INSERT INTO "postings" VALUES(11,'receivable:corail',7086,'INV-NW-2026-00010');
INSERT INTO "postings" VALUES(11,'revenue:subscription',-1425,'INV-NW-2026-00010');
INSERT INTO "postings" VALUES(11,'tax:FR',-369,'INV-NW-2026-00010');
INSERT INTO "postings" VALUES(11,'revenue:usage',-5292,'INV-NW-2026-00010');
INSERT INTO "postings" VALUES(12,'credits:fjell',4547,'INV-NW-2026-00011');
INSERT INTO "postings" VALUES(12,'revenue:subscription',-2500,'INV-NW-2026-00011');
INSERT INTO "postings" VALUES(12,'revenue:traffic',-1768,'INV-NW-2026-00011');
INSERT INTO "postings" VALUES(12,'revenue:usage',-279,'INV-NW-2026-00011');
INSERT INTO "postings" VALUES(13,'receivable:harbour',13465,'INV-NW-2026-00012');
INSERT INTO "postings" VALUES(13,'revenue:subscription',-4930,'INV-NW-2026-00012');
INSERT INTO "postings" VALUES(13,'tax:DE',-2150,'INV-NW-2026-00012');
INSERT INTO "postings" VALUES(13,'revenue:usage',-5700,'INV-NW-2026-00012');
INSERT INTO "postings" VALUES(13,'revenue:traffic',-685,'INV-NW-2026-00012');
INSERT INTO "postings" VALUES(14,'receivable:kumo',13210,'INV-NW-2026-00013');
INSERT INTO "postings" VALUES(14,'revenue:subscription',-2000,'INV-NW-2026-00013');
INSERT INTO "postings" VALUES(14,'revenue:usage',-11210,'INV-NW-2026-00013');
INSERT INTO "postings" VALUES(15,'receivable:lesewerk',7371,'INV-NW-2026-00014');
INSERT INTO "postings" VALUES(15,'revenue:subscription',-1900,'INV-NW-2026-00014');
INSERT INTO "postings" VALUES(15,'tax:DE',-482,'INV-NW-2026-00014');
INSERT INTO "postings" VALUES(15,'revenue:usage',-4989,'INV-NW-2026-00014');
INSERT INTO "postings" VALUES(16,'receivable:tulp',6967,'INV-NW-2026-00015');
INSERT INTO "postings" VALUES(16,'revenue:subscription',-3750,'INV-NW-2026-00015');
INSERT INTO "postings" VALUES(16,'tax:NL',-1209,'INV-NW-2026-00015');
INSERT INTO "postings" VALUES(16,'revenue:usage',-200,'INV-NW-2026-00015');
INSERT INTO "postings" VALUES(16,'revenue:traffic',-1808,'INV-NW-2026-00015');
INSERT INTO "postings" VALUES(17,'cash',8493,'BK-20311');
INSERT INTO "postings" VALUES(17,'receivable:harbour',-8493,'INV-NW-2026-00004');
INSERT INTO "postings" VALUES(18,'cash',2439,'BK-20317');
INSERT INTO "postings" VALUES(18,'receivable:tulp',-2439,'INV-NW-2026-00007');
INSERT INTO "postings" VALUES(19,'cash',4642,'BK-20329');
INSERT INTO "postings" VALUES(19,'receivable:fjell',-4642,'INV-NW-2026-00003');
INSERT INTO "postings" VALUES(20,'cash',12527,'BK-20340');
INSERT INTO "postings" VALUES(20,'receivable:kumo',-12527,'INV-NW-2026-00005');
INSERT INTO "postings" VALUES(21,'cash',13739,'BK-20344');
INSERT INTO "postings" VALUES(21,'receivable:brise',-13739,'INV-NW-2026-00009');
INSERT INTO "postings" VALUES(22,'receivable:alpenrad',750,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(22,'revenue:fees',-750,'INV-NW-2026-00001');
INSERT INTO "postings" VALUES(23,'receivable:brise',750,'INV-NW-2026-00002');
INSERT INTO "postings" VALUES(23,'revenue:fees',-750,'INV-NW-2026-00002');
CREATE TABLE series (kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, year));
INSERT INTO "series" VALUES('invoice',2026,15);
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers, plan TEXT NOT NULL,
    start TEXT NOT NULL, until TEXT, seats INTEGER NOT NULL DEFAULT 1, discount TEXT NOT NULL DEFAULT '0'
);
INSERT INTO "subscriptions" VALUES('s-101','alpenrad','basic','2025-11-03','2026-02-15',1,'0');
INSERT INTO "subscriptions" VALUES('s-102','alpenrad','team','2026-02-15',NULL,4,'0');
INSERT INTO "subscriptions" VALUES('s-103','brise','team','2025-09-01',NULL,11,'0.1');
INSERT INTO "subscriptions" VALUES('s-104','corail','basic','2026-02-10',NULL,1,'0');
INSERT INTO "subscriptions" VALUES('s-105','fjell','metered-ch','2025-12-01',NULL,1,'0');
INSERT INTO "subscriptions" VALUES('s-106','harbour','basic','2025-03-01',NULL,1,'0.05');
INSERT INTO "subscriptions" VALUES('s-107','harbour','team','2026-02-19',NULL,7,'0');
INSERT INTO "subscriptions" VALUES('s-108','kumo','metered-jp','2025-07-01',NULL,1,'0');
INSERT INTO "subscriptions" VALUES('s-109','lesewerk','basic','2025-05-12',NULL,1,'0');
INSERT INTO "subscriptions" VALUES('s-110','tulp','team','2026-01-20','2026-03-21',3,'0');
CREATE INDEX events_by_customer ON events (customer, id);
CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_fixed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER postings_stay BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;
CREATE TRIGGER postings_fixed BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
COMMIT;
