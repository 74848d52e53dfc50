BEGIN TRANSACTION;
CREATE TABLE answers (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            path TEXT NOT NULL,             -- without row numbers
            row INTEGER,                    -- from 0, in a repeated table
            state TEXT NOT NULL,
            raw TEXT, value TEXT,           -- value as JSON; both null where personal
            rung TEXT, place TEXT,
            personal TEXT                   -- personal.id in people.sqlite
        ) STRICT;
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','0b2fa6498d17bd8f2f5d707d36ad42ac');
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.consumers',NULL,'answered','Patients
Carers of S01 by someone else','["Patients", "Carers of S01 by someone else"]','tag','The 9Cs, Consumers',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','f1fc104b80e64eff304630d0c8f91b2a');
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.consumers',NULL,'answered','Patients
Carers of S01','["Patients", "Carers of S01"]','tag','The 9Cs, Consumers',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','study.reference',NULL,'answered','S02','"S02"','tag','Your study, Study reference',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','d378caf9e250a46b92ba2b1fa677ff7a');
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.consumers',NULL,'answered','Patients
Carers of S02','["Patients", "Carers of S02"]','tag','The 9Cs, Consumers',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL);
CREATE TABLE copies (
            id TEXT PRIMARY KEY,
            workbook TEXT NOT NULL,
            version TEXT NOT NULL,
            study TEXT,
            study_key TEXT,     -- study and reference as they are compared
            reference TEXT,     -- study reference printed in the copy
            reference_key TEXT,
            round TEXT,
            due TEXT,
            groups TEXT NOT NULL,
            format TEXT,
            issued_on TEXT NOT NULL,
            person TEXT         -- people.id of the recipient
        ) STRICT;
INSERT INTO "copies" VALUES('HELD-0001','nine-cs','1','S01','s01','S01','s01','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','6287b2b774eb4d7f68b27f63c01809be');
INSERT INTO "copies" VALUES('HELD-0002','nine-cs','1','S02','s02','S02','s02','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','b332b3a71c39c119198765a9c05ec58c');
INSERT INTO "copies" VALUES('HELD-0003','nine-cs','1','S03','s03','S03','s03','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','6330f1f85e18cb2c672927e350067e56');
CREATE TABLE definitions (
            workbook TEXT PRIMARY KEY,
            name TEXT NOT NULL  -- package.module:Class, as a person gave it
        ) STRICT;
INSERT INTO "definitions" VALUES('nine-cs','workbook_docs.workbooks.nine_cs:NineCsList');
CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL, who TEXT NOT NULL,
            what TEXT NOT NULL, hash TEXT, details TEXT NOT NULL, why TEXT
        ) STRICT;
CREATE TABLE findings (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            origin TEXT NOT NULL CHECK (origin IN ('reading', 'hub')),
            severity TEXT NOT NULL, code TEXT NOT NULL,
            path TEXT, place TEXT,
            message TEXT,                   -- null where it is personal
            personal TEXT
        ) STRICT;
INSERT INTO "findings" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','hub','warning','copy-conflict',NULL,NULL,'This return and 5483b136adfc are of one copy, but do not agree on e-mail. None of them counts until a person decides.',NULL);
INSERT INTO "findings" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','hub','warning','copy-conflict',NULL,NULL,'This return and 9b69f88887c2 are of one copy, but do not agree on e-mail. None of them counts until a person decides.',NULL);
INSERT INTO "findings" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','reading','error','not-office',NULL,NULL,NULL,'13fa2e3ccfa2c11a2a056278fb1cef88');
CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT;
INSERT INTO "migrations" VALUES(1,'2026-11-24T11:38:25.091574+00:00');
CREATE TABLE returns (
            hash TEXT PRIMARY KEY,
            extension TEXT NOT NULL,
            received TEXT NOT NULL,
            sequence INTEGER NOT NULL,      -- order of arrival
            outcome TEXT NOT NULL,
            format TEXT,
            workbook TEXT, version TEXT, edition TEXT,
            copy_id TEXT, copy_study TEXT, copy_round TEXT,
            reference TEXT,                 -- study reference that the return itself gives
            person TEXT,                    -- people.id of who filled it in
            editor TEXT, modified TEXT,
            content_key TEXT,               -- keyed hash of answers, study and version
            account TEXT,
            -- what follows is worked out from the above by `settle`
            study TEXT, matched_by TEXT, round TEXT,
            standing TEXT NOT NULL DEFAULT 'unreadable'
                CHECK (standing IN ('counts', 'superseded', 'conflict', 'unreadable')),
            same_as TEXT                    -- hash of an earlier return with the same answers
        ) STRICT;
INSERT INTO "returns" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','docx','2026-09-01T12:00:00.000000+00:00',1,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','898c77fd76e51795ba57b06213faab3d','workbook-docs',NULL,'116834d59b83a0cbb3cad8ebf985f1cf6c87aa3e976d9fdb1a5b34986dfe5840','{"total": 2832, "answer": 55, "issued": 2777, "unplaced": 0}','S01','copy','2026-1','conflict',NULL);
INSERT INTO "returns" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','docx','2026-09-01T12:00:00.000000+00:00',2,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','6287b2b774eb4d7f68b27f63c01809be','workbook-docs',NULL,'e4f24bdf4722bae7b0a2591e8779ffe66402dc98443aec66a249b703bfb77e1b','{"total": 2816, "answer": 39, "issued": 2777, "unplaced": 0}','S01','copy','2026-1','conflict',NULL);
INSERT INTO "returns" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','docx','2026-09-01T12:00:00.000000+00:00',3,'read','docx','nine-cs','1','nine-cs@1','HELD-0002','S02','2026-1','S02','b332b3a71c39c119198765a9c05ec58c','workbook-docs',NULL,'23038706a846d997e78da23cf867bc5a545f1f698518e2101322cf03b3f26966','{"total": 2816, "answer": 39, "issued": 2777, "unplaced": 0}','S02','copy','2026-1','counts',NULL);
INSERT INTO "returns" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','txt','2026-09-01T12:00:00.000000+00:00',4,'not-office',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unreadable',NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE unplaced (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            text TEXT NOT NULL, place TEXT NOT NULL
        ) STRICT;
CREATE INDEX copies_study ON copies (study_key);
CREATE INDEX copies_reference ON copies (reference_key);
CREATE INDEX copies_person ON copies (person);
CREATE INDEX returns_copy ON returns (copy_id);
CREATE INDEX returns_content ON returns (content_key);
CREATE INDEX answers_hash ON answers (hash);
CREATE INDEX findings_hash ON findings (hash);
CREATE INDEX unplaced_hash ON unplaced (hash);
COMMIT;
PRAGMA user_version = 0;
