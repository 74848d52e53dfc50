BEGIN TRANSACTION;
CREATE TABLE answers (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            path TEXT NOT NULL,             -- without row numbers
            row INTEGER,                    -- from 0, in a repeated table
            state TEXT NOT NULL,
            raw TEXT, value TEXT,           -- value as JSON; both null where personal
            rung TEXT, place TEXT,
            personal TEXT                   -- personal.id in people.sqlite
        , corrected_by INTEGER, corrected_state TEXT, corrected_value TEXT, corrected_personal TEXT) STRICT;
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','3b54624167e0581162441efa063fa72d',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.consumers',NULL,'answered','Patients
Carers of S01 by someone else','["Patients", "Carers of S01 by someone else"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','7007b0cf99756ac884a819f13aead3a1',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.consumers',NULL,'answered','Patients
Carers of S01','["Patients", "Carers of S01"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','study.reference',NULL,'answered','S02','"S02"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','7cb67666fb9a39a9d135824264cc8e63',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.consumers',NULL,'answered','Patients
Carers of S02','["Patients", "Carers of S02"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "copies" VALUES('HELD-0001','nine-cs','1','S01','s01','S01','s01','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','f43a2c263c3606e51650970d0a3b3716');
INSERT INTO "copies" VALUES('HELD-0002','nine-cs','1','S02','s02','S02','s02','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','77ba8906518f3b1fb6589104529c873d');
INSERT INTO "copies" VALUES('HELD-0003','nine-cs','1','S03','s03','S03','s03','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','df886fb9710d245511747ae02fe9e5c9');
CREATE TABLE decided (
            winner TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            loser TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            event INTEGER NOT NULL,
            PRIMARY KEY (winner, loser)
        ) STRICT;
CREATE TABLE definitions (
            workbook TEXT PRIMARY KEY,
            name TEXT NOT NULL  -- package.module:Class, as a person gave it
        ) STRICT;
INSERT INTO "definitions" VALUES('nine-cs','workbook_docs.workbooks.nine_cs:NineCsList');
CREATE TABLE erased (
            key TEXT PRIMARY KEY,           -- keyed hash of what must not come back
            what TEXT NOT NULL CHECK (what IN ('return', 'person', 'study')),
            at TEXT NOT NULL
        ) STRICT;
CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL, who TEXT NOT NULL,
            what TEXT NOT NULL, hash TEXT, details TEXT NOT NULL, why TEXT
        , personal TEXT) STRICT;
CREATE TABLE findings (
            hash TEXT NOT NULL REFERENCES returns ON DELETE CASCADE,
            origin TEXT NOT NULL CHECK (origin IN ('reading', 'hub')),
            severity TEXT NOT NULL, code TEXT NOT NULL,
            path TEXT, place TEXT,
            message TEXT,                   -- null where it is personal
            personal TEXT
        ) STRICT;
INSERT INTO "findings" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','hub','warning','copy-conflict',NULL,NULL,'This return and 5483b136adfc are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL);
INSERT INTO "findings" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','hub','warning','copy-conflict',NULL,NULL,'This return and 9b69f88887c2 are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL);
INSERT INTO "findings" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','reading','error','not-office',NULL,NULL,NULL,'e5062585c3b70a5842c35e51cf67c718');
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
        , study_key TEXT, given TEXT, assigned TEXT, counted INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "returns" VALUES('9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','docx','2026-09-01T12:00:00.000000+00:00',1,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','038983039db8ad5c62563482b1792af2','workbook-docs',NULL,'e7e562437ad8d3ddc32aec4299adf4dd7b7c40c3257a0a1146645403368f9e91','{"total": 2832, "answer": 55, "issued": 2777, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0);
INSERT INTO "returns" VALUES('5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','docx','2026-09-01T12:00:00.000000+00:00',2,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','f43a2c263c3606e51650970d0a3b3716','workbook-docs',NULL,'bd55496bb486eead873b6eb076fae8e2d0d6379ec5d184d7dd88788675f50d0d','{"total": 2816, "answer": 39, "issued": 2777, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0);
INSERT INTO "returns" VALUES('e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','docx','2026-09-01T12:00:00.000000+00:00',3,'read','docx','nine-cs','1','nine-cs@1','HELD-0002','S02','2026-1','S02','77ba8906518f3b1fb6589104529c873d','workbook-docs',NULL,'7ca43dda43eedc39232cc107da6d562cc8c3def33d9eb9bd46cbdabc345a0416','{"total": 2816, "answer": 39, "issued": 2777, "unplaced": 0}','S02','copy','2026-1','counts',NULL,'s02',NULL,NULL,1);
INSERT INTO "returns" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','txt','2026-09-01T12:00:00.000000+00:00',4,'not-office',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unreadable',NULL,NULL,NULL,NULL,0);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','7');
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
CREATE INDEX returns_study ON returns (workbook, study_key, round);
CREATE INDEX returns_person ON returns (person);
CREATE INDEX returns_sequence ON returns (sequence);
CREATE INDEX decided_loser ON decided (loser);
CREATE VIEW said AS              -- every answer as it stands today
            SELECT hash, path, row, place, raw, rung, corrected_by,
                coalesce(corrected_state, state) AS state,
                CASE WHEN corrected_by IS NULL THEN value ELSE corrected_value END AS value,
                CASE WHEN corrected_by IS NULL THEN personal ELSE corrected_personal END AS personal
            FROM answers;
CREATE VIEW counted_returns AS   -- one of each study, workbook and round
            SELECT hash, workbook, version, study, study_key, round, received, modified, person,
                copy_id
            FROM returns WHERE counted = 1;
COMMIT;
PRAGMA user_version = 2;
