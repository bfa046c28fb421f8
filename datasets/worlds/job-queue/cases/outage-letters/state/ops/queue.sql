BEGIN TRANSACTION;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL
);
INSERT INTO "audit" VALUES(1,1768881300000,'mira','requeue','job 6','customer waits');
CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  reason TEXT NOT NULL,
  error TEXT,
  dead_at INTEGER NOT NULL,
  requeued_at INTEGER
);
INSERT INTO "dead_letters" VALUES(1,23,'exhausted','ConnectionError',1768860000000,NULL);
INSERT INTO "dead_letters" VALUES(2,32,'exhausted','ConnectionError',1768878900000,NULL);
INSERT INTO "dead_letters" VALUES(3,22,'exhausted','ConnectionError',1768879200000,NULL);
INSERT INTO "dead_letters" VALUES(4,13,'exhausted','ConnectionError',1768879380000,NULL);
INSERT INTO "dead_letters" VALUES(5,33,'exhausted','ConnectionError',1768879500000,NULL);
INSERT INTO "dead_letters" VALUES(6,11,'exhausted','ConnectionError',1768879800000,NULL);
INSERT INTO "dead_letters" VALUES(7,1,'exhausted','ConnectionError',1768879860000,NULL);
INSERT INTO "dead_letters" VALUES(8,4,'exhausted','ConnectionError',1768879860000,NULL);
INSERT INTO "dead_letters" VALUES(9,17,'exhausted','ConnectionError',1768879860000,NULL);
INSERT INTO "dead_letters" VALUES(10,8,'exhausted','ConnectionError',1768879920000,NULL);
INSERT INTO "dead_letters" VALUES(11,16,'exhausted','ConnectionError',1768879920000,NULL);
INSERT INTO "dead_letters" VALUES(12,18,'exhausted','ConnectionError',1768879980000,NULL);
INSERT INTO "dead_letters" VALUES(13,14,'exhausted','ConnectionError',1768880040000,NULL);
INSERT INTO "dead_letters" VALUES(14,9,'exhausted','ConnectionError',1768880340000,NULL);
INSERT INTO "dead_letters" VALUES(15,39,'exhausted','ConnectionError',1768880340000,NULL);
INSERT INTO "dead_letters" VALUES(16,26,'exhausted','ConnectionError',1768880400000,NULL);
INSERT INTO "dead_letters" VALUES(17,40,'exhausted','ConnectionError',1768880460000,NULL);
INSERT INTO "dead_letters" VALUES(18,24,'exhausted','ConnectionError',1768880520000,NULL);
INSERT INTO "dead_letters" VALUES(19,27,'exhausted','ConnectionError',1768880520000,NULL);
INSERT INTO "dead_letters" VALUES(20,29,'permanent','Permanent',1768880580000,NULL);
INSERT INTO "dead_letters" VALUES(21,3,'exhausted','ValueError',1768880640000,NULL);
INSERT INTO "dead_letters" VALUES(22,2,'exhausted','LeaseExpired',1768880700000,NULL);
INSERT INTO "dead_letters" VALUES(23,10,'exhausted','ConnectionError',1768880760000,NULL);
INSERT INTO "dead_letters" VALUES(24,12,'exhausted','ConnectionError',1768880820000,NULL);
INSERT INTO "dead_letters" VALUES(25,31,'exhausted','ConnectionError',1768880820000,NULL);
INSERT INTO "dead_letters" VALUES(26,6,'exhausted','ConnectionError',1768881000000,1768881300000);
INSERT INTO "dead_letters" VALUES(27,21,'exhausted','ConnectionError',1768881120000,NULL);
INSERT INTO "dead_letters" VALUES(28,19,'permanent','Permanent',1768881180000,NULL);
INSERT INTO "dead_letters" VALUES(29,37,'exhausted','ConnectionError',1768881180000,NULL);
INSERT INTO "dead_letters" VALUES(30,35,'expired',NULL,1768881240000,NULL);
INSERT INTO "dead_letters" VALUES(31,28,'exhausted','ConnectionError',1768881300000,NULL);
INSERT INTO "dead_letters" VALUES(32,30,'exhausted','ConnectionError',1768881300000,NULL);
INSERT INTO "dead_letters" VALUES(33,15,'exhausted','ConnectionError',1768881360000,NULL);
INSERT INTO "dead_letters" VALUES(34,38,'exhausted','ConnectionError',1768881780000,NULL);
INSERT INTO "dead_letters" VALUES(35,7,'exhausted','ConnectionError',1768881840000,NULL);
INSERT INTO "dead_letters" VALUES(36,5,'exhausted','ConnectionError',1768882200000,NULL);
INSERT INTO "dead_letters" VALUES(37,36,'exhausted','ConnectionError',1768882260000,NULL);
INSERT INTO "dead_letters" VALUES(38,25,'exhausted','ConnectionError',1768882740000,NULL);
INSERT INTO "dead_letters" VALUES(39,20,'exhausted','ConnectionError',1768884060000,NULL);
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  job_id INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  data TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO "events" VALUES(1,1768879460000,'put',1,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768879460000,"tenant":"acme"}');
INSERT INTO "events" VALUES(2,1768880300000,'put',2,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768880300000,"tenant":"acme"}');
INSERT INTO "events" VALUES(3,1768880240000,'put',3,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768880240000,"tenant":"acme"}');
INSERT INTO "events" VALUES(4,1768879460000,'put',4,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768879460000,"tenant":"cedar"}');
INSERT INTO "events" VALUES(5,1768881800000,'put',5,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768881800000,"tenant":"acme"}');
INSERT INTO "events" VALUES(6,1768880600000,'put',6,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880600000,"tenant":"acme"}');
INSERT INTO "events" VALUES(7,1768881440000,'put',7,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768881440000,"tenant":"acme"}');
INSERT INTO "events" VALUES(8,1768879520000,'put',8,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768879520000,"tenant":"birch"}');
INSERT INTO "events" VALUES(9,1768879940000,'put',9,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768879940000,"tenant":"birch"}');
INSERT INTO "events" VALUES(10,1768880360000,'put',10,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880360000,"tenant":"birch"}');
INSERT INTO "events" VALUES(11,1768879400000,'put',11,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768879400000,"tenant":"cedar"}');
INSERT INTO "events" VALUES(12,1768880420000,'put',12,0,'{"job":"webhook","max":1,"priority":3,"queue":"hooks","run_at":1768880420000,"tenant":"acme"}');
INSERT INTO "events" VALUES(13,1768878980000,'put',13,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768878980000,"tenant":"acme"}');
INSERT INTO "events" VALUES(14,1768879640000,'put',14,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768879640000,"tenant":"acme"}');
INSERT INTO "events" VALUES(15,1768880960000,'put',15,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880960000,"tenant":"birch"}');
INSERT INTO "events" VALUES(16,1768879520000,'put',16,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768879520000,"tenant":"cedar"}');
INSERT INTO "events" VALUES(17,1768879460000,'put',17,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768879460000,"tenant":"acme"}');
INSERT INTO "events" VALUES(18,1768879580000,'put',18,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768879580000,"tenant":"acme"}');
INSERT INTO "events" VALUES(19,1768880780000,'put',19,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880780000,"tenant":"birch"}');
INSERT INTO "events" VALUES(20,1768883660000,'put',20,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768883660000,"tenant":"acme"}');
INSERT INTO "events" VALUES(21,1768880720000,'put',21,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768880720000,"tenant":"birch"}');
INSERT INTO "events" VALUES(22,1768878800000,'put',22,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768878800000,"tenant":"acme"}');
INSERT INTO "events" VALUES(23,1768859600000,'put',23,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768859600000,"tenant":"acme"}');
INSERT INTO "events" VALUES(24,1768880120000,'put',24,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880120000,"tenant":"acme"}');
INSERT INTO "events" VALUES(25,1768882340000,'put',25,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768882340000,"tenant":"acme"}');
INSERT INTO "events" VALUES(26,1768880000000,'put',26,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768880000000,"tenant":"acme"}');
INSERT INTO "events" VALUES(27,1768880120000,'put',27,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880120000,"tenant":"acme"}');
INSERT INTO "events" VALUES(28,1768880900000,'put',28,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768880900000,"tenant":"acme"}');
INSERT INTO "events" VALUES(29,1768880180000,'put',29,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768880180000,"tenant":"acme"}');
INSERT INTO "events" VALUES(30,1768880900000,'put',30,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768880900000,"tenant":"birch"}');
INSERT INTO "events" VALUES(31,1768880420000,'put',31,0,'{"job":"mail","max":1,"priority":4,"queue":"mail","run_at":1768880420000,"tenant":"acme"}');
INSERT INTO "events" VALUES(32,1768878500000,'put',32,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768878500000,"tenant":"acme"}');
INSERT INTO "events" VALUES(33,1768879100000,'put',33,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768879100000,"tenant":"birch"}');
INSERT INTO "events" VALUES(34,1768880660000,'put',34,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768880660000,"tenant":"acme"}');
INSERT INTO "events" VALUES(35,1768880840000,'put',35,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768880840000,"tenant":"birch"}');
INSERT INTO "events" VALUES(36,1768881860000,'put',36,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768881860000,"tenant":"acme"}');
INSERT INTO "events" VALUES(37,1768880780000,'put',37,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768880780000,"tenant":"acme"}');
INSERT INTO "events" VALUES(38,1768881380000,'put',38,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768881380000,"tenant":"acme"}');
INSERT INTO "events" VALUES(39,1768879940000,'put',39,0,'{"job":"mail","max":1,"priority":6,"queue":"mail","run_at":1768879940000,"tenant":"acme"}');
INSERT INTO "events" VALUES(40,1768880060000,'put',40,0,'{"job":"mail","max":1,"priority":3,"queue":"mail","run_at":1768880060000,"tenant":"acme"}');
INSERT INTO "events" VALUES(41,1768883360000,'put',41,0,'{"job":"webhook","max":1,"priority":4,"queue":"hooks","run_at":1768883360000,"tenant":"acme"}');
INSERT INTO "events" VALUES(42,1768883420000,'put',42,0,'{"job":"mail","max":1,"priority":7,"queue":"mail","run_at":1768883420000,"tenant":"birch"}');
INSERT INTO "events" VALUES(43,1768883300000,'put',43,0,'{"job":"mail","max":1,"priority":5,"queue":"mail","run_at":1768883300000,"tenant":"acme"}');
INSERT INTO "events" VALUES(44,1768859999100,'take',23,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(45,1768860000000,'dead',23,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(46,1768878899100,'take',32,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(47,1768878900000,'dead',32,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(48,1768879199100,'take',22,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(49,1768879200000,'dead',22,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(50,1768879379100,'take',13,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(51,1768879380000,'dead',13,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(52,1768879499100,'take',33,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(53,1768879500000,'dead',33,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(54,1768879799100,'take',11,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(55,1768879800000,'dead',11,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(56,1768879859100,'take',1,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(57,1768879860000,'dead',1,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(58,1768879859100,'take',4,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(59,1768879860000,'dead',4,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(60,1768879859100,'take',17,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(61,1768879860000,'dead',17,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(62,1768879919100,'take',8,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(63,1768879920000,'dead',8,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(64,1768879919100,'take',16,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(65,1768879920000,'dead',16,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(66,1768879979100,'take',18,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(67,1768879980000,'dead',18,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(68,1768880039100,'take',14,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(69,1768880040000,'dead',14,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(70,1768880339100,'take',9,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(71,1768880340000,'dead',9,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(72,1768880339100,'take',39,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(73,1768880340000,'dead',39,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(74,1768880399100,'take',26,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(75,1768880400000,'dead',26,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(76,1768880459100,'take',40,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(77,1768880460000,'dead',40,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(78,1768880519100,'take',24,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(79,1768880520000,'dead',24,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(80,1768880519100,'take',27,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(81,1768880520000,'dead',27,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(82,1768880579100,'take',29,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(83,1768880580000,'dead',29,1,'{"reason":"permanent"}');
INSERT INTO "events" VALUES(84,1768880639100,'take',3,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(85,1768880640000,'dead',3,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(86,1768880699100,'take',2,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(87,1768880700000,'dead',2,2,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(88,1768880759100,'take',10,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(89,1768880760000,'dead',10,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(90,1768880819100,'take',12,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(91,1768880820000,'dead',12,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(92,1768880819100,'take',31,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(93,1768880820000,'dead',31,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(94,1768880999100,'take',6,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(95,1768881000000,'dead',6,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(96,1768881300000,'again',6,2,'{"run_at":1768881300000}');
INSERT INTO "events" VALUES(97,1768881059100,'take',34,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(98,1768881060000,'done',34,1,'{}');
INSERT INTO "events" VALUES(99,1768881119100,'take',21,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(100,1768881120000,'dead',21,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(101,1768881179100,'take',19,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(102,1768881180000,'dead',19,1,'{"reason":"permanent"}');
INSERT INTO "events" VALUES(103,1768881179100,'take',37,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(104,1768881180000,'dead',37,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(105,1768881240000,'dead',35,0,'{"reason":"expired"}');
INSERT INTO "events" VALUES(106,1768881299100,'take',28,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(107,1768881300000,'dead',28,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(108,1768881299100,'take',30,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(109,1768881300000,'dead',30,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(110,1768881359100,'take',15,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(111,1768881360000,'dead',15,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(112,1768881779100,'take',38,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(113,1768881780000,'dead',38,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(114,1768881839100,'take',7,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(115,1768881840000,'dead',7,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(116,1768882199100,'take',5,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(117,1768882200000,'dead',5,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(118,1768882259100,'take',36,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(119,1768882260000,'dead',36,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(120,1768882739100,'take',25,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(121,1768882740000,'dead',25,1,'{"reason":"exhausted"}');
INSERT INTO "events" VALUES(122,1768884059100,'take',20,1,'{"owner":"mill-02/fast-1"}');
INSERT INTO "events" VALUES(123,1768884060000,'dead',20,1,'{"reason":"exhausted"}');
CREATE TABLE "jobs" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  tenant TEXT NOT NULL DEFAULT 'default',
  kind TEXT NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}',
  priority INTEGER NOT NULL DEFAULT 4,
  state TEXT NOT NULL DEFAULT 'ready'
    CHECK (state IN ('ready', 'leased', 'done', 'dead', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 5,
  run_at INTEGER NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  dedupe_key TEXT,
  last_error TEXT
);
INSERT INTO "jobs" VALUES(1,'mail','acme','mail','{"to": "u2@example.com", "text": "\u2026"}',7,'dead',1,1,1768879460000,1,NULL,NULL,1768879460000,NULL,'welcome-2','ConnectionError');
INSERT INTO "jobs" VALUES(2,'mail','acme','mail','{"to": "w2@example.com", "text": "\u2026"}',3,'dead',1,1,1768880300000,2,NULL,NULL,1768880300000,NULL,'p3','LeaseExpired');
INSERT INTO "jobs" VALUES(3,'mail','acme','mail','{"to": "w@example.com", "text": "\u2026"}',4,'dead',1,1,1768880240000,1,NULL,NULL,1768880240000,NULL,'p2','ValueError');
INSERT INTO "jobs" VALUES(4,'mail','cedar','mail','{"to": "c1@example.com", "text": "\u2026"}',7,'dead',1,1,1768879460000,1,NULL,NULL,1768879460000,NULL,'cw-1','ConnectionError');
INSERT INTO "jobs" VALUES(5,'mail','acme','mail','{"to": "dup@example.com", "text": "\u2026"}',4,'dead',1,1,1768881800000,1,NULL,NULL,1768881800000,NULL,'reset-77','ConnectionError');
INSERT INTO "jobs" VALUES(6,'mail','acme','mail','{"to": "again@example.com", "text": "\u2026"}',6,'ready',0,1,1768881300000,2,NULL,NULL,1768880600000,NULL,'again-1','ConnectionError');
INSERT INTO "jobs" VALUES(7,'mail','acme','mail','{"to": "gone4@example.net", "text": "\u2026"}',3,'dead',1,1,1768881440000,1,NULL,NULL,1768881440000,NULL,'news-4','ConnectionError');
INSERT INTO "jobs" VALUES(8,'mail','birch','mail','{"to": "b1@example.com", "text": "\u2026"}',6,'dead',1,1,1768879520000,1,NULL,NULL,1768879520000,NULL,'bw-1','ConnectionError');
INSERT INTO "jobs" VALUES(9,'mail','birch','mail','{"to": "b2@example.com", "text": "\u2026"}',3,'dead',1,1,1768879940000,1,NULL,NULL,1768879940000,NULL,'bw-2','ConnectionError');
INSERT INTO "jobs" VALUES(10,'mail','birch','mail','{"to": "b3@example.com", "text": "\u2026"}',6,'dead',1,1,1768880360000,1,NULL,NULL,1768880360000,NULL,'bw-3','ConnectionError');
INSERT INTO "jobs" VALUES(11,'mail','cedar','mail','{"to": "c0@example.com", "text": "\u2026"}',4,'dead',1,1,1768879400000,1,NULL,NULL,1768879400000,NULL,'cw-0','ConnectionError');
INSERT INTO "jobs" VALUES(12,'hooks','acme','webhook','{"to": "h@example.com", "text": "\u2026"}',3,'dead',1,1,1768880420000,1,NULL,NULL,1768880420000,NULL,'hook-1','ConnectionError');
INSERT INTO "jobs" VALUES(13,'mail','acme','mail','{"to": "u1@example.com", "text": "\u2026"}',7,'dead',1,1,1768878980000,1,NULL,NULL,1768878980000,NULL,'welcome-1','ConnectionError');
INSERT INTO "jobs" VALUES(14,'mail','acme','mail','{"to": "v1@example.com", "text": "\u2026"}',7,'dead',1,1,1768879640000,1,NULL,NULL,1768879640000,NULL,NULL,'ConnectionError');
INSERT INTO "jobs" VALUES(15,'mail','birch','mail','{"to": "k@example.com", "text": "\u2026"}',6,'dead',1,1,1768880960000,1,NULL,NULL,1768880960000,NULL,'bk','ConnectionError');
INSERT INTO "jobs" VALUES(16,'mail','cedar','mail','{"to": "c2@example.com", "text": "\u2026"}',4,'dead',1,1,1768879520000,1,NULL,NULL,1768879520000,NULL,'cw-2','ConnectionError');
INSERT INTO "jobs" VALUES(17,'mail','acme','mail','{"to": "gone1@example.net", "text": "\u2026"}',5,'dead',1,1,1768879460000,1,NULL,NULL,1768879460000,NULL,'news-1','ConnectionError');
INSERT INTO "jobs" VALUES(18,'mail','acme','mail','{"to": "v1@example.com", "text": "\u2026"}',7,'dead',1,1,1768879580000,1,NULL,NULL,1768879580000,NULL,NULL,'ConnectionError');
INSERT INTO "jobs" VALUES(19,'mail','birch','mail','{"to": "no", "text": "\u2026"}',6,'dead',1,1,1768880780000,1,NULL,NULL,1768880780000,NULL,'bp','Permanent');
INSERT INTO "jobs" VALUES(20,'mail','acme','mail','{"to": "late@example.com", "text": "\u2026"}',6,'dead',1,1,1768883660000,1,NULL,NULL,1768883660000,NULL,'late-1','ConnectionError');
INSERT INTO "jobs" VALUES(21,'mail','birch','mail','{"to": "bx@example.net", "text": "\u2026"}',4,'dead',1,1,1768880720000,1,NULL,NULL,1768880720000,NULL,'bx','ConnectionError');
INSERT INTO "jobs" VALUES(22,'mail','acme','mail','{"to": "gone0@example.net", "text": "\u2026"}',6,'dead',1,1,1768878800000,1,NULL,NULL,1768878800000,NULL,'news-0','ConnectionError');
INSERT INTO "jobs" VALUES(23,'mail','acme','mail','{"to": "old@example.com", "text": "\u2026"}',3,'dead',1,1,1768859600000,1,NULL,NULL,1768859600000,NULL,'old-1','ConnectionError');
INSERT INTO "jobs" VALUES(24,'mail','acme','mail','{"to": "oth@example.com", "text": "\u2026"}',6,'dead',1,1,1768880120000,1,NULL,NULL,1768880120000,NULL,'reset-79','ConnectionError');
INSERT INTO "jobs" VALUES(25,'mail','acme','mail','{"to": "u8@example.com", "text": "\u2026"}',3,'dead',1,1,1768882340000,1,NULL,NULL,1768882340000,NULL,'welcome-8','ConnectionError');
INSERT INTO "jobs" VALUES(26,'mail','acme','mail','{"to": "dup@example.com", "text": "\u2026"}',5,'dead',1,1,1768880000000,1,NULL,NULL,1768880000000,NULL,'reset-77','ConnectionError');
INSERT INTO "jobs" VALUES(27,'mail','acme','mail','{"to": "gone2@example.net", "text": "\u2026"}',6,'dead',1,1,1768880120000,1,NULL,NULL,1768880120000,NULL,'news-2','ConnectionError');
INSERT INTO "jobs" VALUES(28,'mail','acme','mail','{"to": "u5@example.com", "text": "\u2026"}',3,'dead',1,1,1768880900000,1,NULL,NULL,1768880900000,NULL,'welcome-5','ConnectionError');
INSERT INTO "jobs" VALUES(29,'mail','acme','mail','{"to": "nobody", "text": "\u2026"}',7,'dead',1,1,1768880180000,1,NULL,NULL,1768880180000,NULL,'p1','Permanent');
INSERT INTO "jobs" VALUES(30,'mail','birch','mail','{"to": "k@example.com", "text": "\u2026"}',3,'dead',1,1,1768880900000,1,NULL,NULL,1768880900000,NULL,'bk','ConnectionError');
INSERT INTO "jobs" VALUES(31,'mail','acme','mail','{"to": "u4@example.com", "text": "\u2026"}',4,'dead',1,1,1768880420000,1,NULL,NULL,1768880420000,NULL,'welcome-4','ConnectionError');
INSERT INTO "jobs" VALUES(32,'mail','acme','mail','{"to": "u0@example.com", "text": "\u2026"}',5,'dead',1,1,1768878500000,1,NULL,NULL,1768878500000,NULL,'welcome-0','ConnectionError');
INSERT INTO "jobs" VALUES(33,'mail','birch','mail','{"to": "b0@example.com", "text": "\u2026"}',7,'dead',1,1,1768879100000,1,NULL,NULL,1768879100000,NULL,'bw-0','ConnectionError');
INSERT INTO "jobs" VALUES(34,'mail','acme','mail','{"to": "d@example.com", "text": "\u2026"}',5,'done',1,1,1768880660000,1,NULL,NULL,1768880660000,NULL,'d-1',NULL);
INSERT INTO "jobs" VALUES(35,'mail','birch','mail','{"to": "be@example.com", "text": "\u2026"}',7,'dead',0,1,1768880840000,0,NULL,NULL,1768880840000,1768881240000,'be',NULL);
INSERT INTO "jobs" VALUES(36,'mail','acme','mail','{"to": "u7@example.com", "text": "\u2026"}',5,'dead',1,1,1768881860000,1,NULL,NULL,1768881860000,NULL,'welcome-7','ConnectionError');
INSERT INTO "jobs" VALUES(37,'mail','acme','mail','{"to": "gone3@example.net", "text": "\u2026"}',6,'dead',1,1,1768880780000,1,NULL,NULL,1768880780000,NULL,'news-3','ConnectionError');
INSERT INTO "jobs" VALUES(38,'mail','acme','mail','{"to": "u6@example.com", "text": "\u2026"}',6,'dead',1,1,1768881380000,1,NULL,NULL,1768881380000,NULL,'welcome-6','ConnectionError');
INSERT INTO "jobs" VALUES(39,'mail','acme','mail','{"to": "u3@example.com", "text": "\u2026"}',6,'dead',1,1,1768879940000,1,NULL,NULL,1768879940000,NULL,'welcome-3','ConnectionError');
INSERT INTO "jobs" VALUES(40,'mail','acme','mail','{"to": "act@example.com", "text": "\u2026"}',3,'dead',1,1,1768880060000,1,NULL,NULL,1768880060000,NULL,'reset-78','ConnectionError');
INSERT INTO "jobs" VALUES(41,'hooks','acme','webhook','{"to": "x@example.com", "text": "\u2026"}',4,'ready',0,1,1768883360000,0,NULL,NULL,1768883360000,NULL,'reset-79',NULL);
INSERT INTO "jobs" VALUES(42,'mail','birch','mail','{"to": "k@example.com", "text": "\u2026"}',7,'ready',0,1,1768883420000,0,NULL,NULL,1768883420000,NULL,'bk',NULL);
INSERT INTO "jobs" VALUES(43,'mail','acme','mail','{"to": "act@example.com", "text": "\u2026"}',5,'ready',0,1,1768883300000,0,NULL,NULL,1768883300000,NULL,'reset-78',NULL);
CREATE TABLE queues (name TEXT PRIMARY KEY, paused INTEGER NOT NULL DEFAULT 0);
CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  cron TEXT NOT NULL,
  offset_minutes INTEGER NOT NULL DEFAULT 0,
  queue TEXT NOT NULL,
  kind TEXT NOT NULL,
  tenant TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 4,
  payload TEXT NOT NULL DEFAULT '{}',
  catch_up TEXT NOT NULL DEFAULT 'last' CHECK (catch_up IN ('skip', 'last', 'all')),
  enabled INTEGER NOT NULL DEFAULT 1,
  fired_until INTEGER NOT NULL
);
CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'jobs','32adccf66330b9d8');
INSERT INTO "schema_migrations" VALUES(2,'dead_letters','49925d285efcc41f');
INSERT INTO "schema_migrations" VALUES(3,'schedules','6e5f7ba33a71705b');
INSERT INTO "schema_migrations" VALUES(4,'tenants','0ebdd5a923ba2947');
INSERT INTO "schema_migrations" VALUES(5,'events_audit','39a66b6b19ba32cd');
INSERT INTO "schema_migrations" VALUES(6,'fences','a2905298e038b358');
CREATE TABLE tenant_usage (
  tenant TEXT PRIMARY KEY REFERENCES tenants (name),
  running INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "tenant_usage" VALUES('default',0);
INSERT INTO "tenant_usage" VALUES('acme',0);
INSERT INTO "tenant_usage" VALUES('birch',0);
INSERT INTO "tenant_usage" VALUES('cedar',0);
CREATE TABLE tenants (
  name TEXT PRIMARY KEY,
  max_running INTEGER NOT NULL DEFAULT 4,
  paused INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "tenants" VALUES('default',4,0);
INSERT INTO "tenants" VALUES('acme',4,0);
INSERT INTO "tenants" VALUES('birch',4,0);
INSERT INTO "tenants" VALUES('cedar',4,0);
CREATE INDEX events_job ON events (job_id, seq);
CREATE INDEX jobs_due ON jobs (queue, state, run_at);
CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 'leased';
CREATE UNIQUE INDEX jobs_dedupe ON jobs (queue, dedupe_key)
  WHERE dedupe_key IS NOT NULL AND state IN ('ready', 'leased');
CREATE TRIGGER usage_taken AFTER UPDATE OF state ON jobs
  WHEN NEW.state = 'leased' AND OLD.state <> 'leased'
  BEGIN UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant; END;
CREATE TRIGGER usage_left AFTER UPDATE OF state ON jobs
  WHEN OLD.state = 'leased' AND NEW.state <> 'leased'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
CREATE TRIGGER usage_moved AFTER UPDATE OF tenant ON jobs
  WHEN NEW.state = 'leased' AND NEW.tenant <> OLD.tenant
  BEGIN
    UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant;
    UPDATE tenant_usage SET running = running + 1 WHERE tenant = NEW.tenant;
  END;
CREATE TRIGGER usage_deleted AFTER DELETE ON jobs
  WHEN OLD.state = 'leased'
  BEGIN UPDATE tenant_usage SET running = running - 1 WHERE tenant = OLD.tenant; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',43);
INSERT INTO "sqlite_sequence" VALUES('events',123);
INSERT INTO "sqlite_sequence" VALUES('dead_letters',39);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
COMMIT;
