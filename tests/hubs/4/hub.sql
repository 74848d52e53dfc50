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
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','c63799ac27225f1a0c13714ecc1f0d46',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.consumers',NULL,'answered','Patients
Carers of S01 by someone else','["Patients", "Carers of S01 by someone else"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','a1b3d280edd5f4b168710d165a059ffa',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.consumers',NULL,'answered','Patients
Carers of S01','["Patients", "Carers of S01"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','study.reference',NULL,'answered','S02','"S02"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','ee08384ce08c3f3e7558c8393048c532',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.consumers',NULL,'answered','Patients
Carers of S02','["Patients", "Carers of S02"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
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
        , recipient TEXT) STRICT;
INSERT INTO "copies" VALUES('HELD-0001','nine-cs','1','S01','s01','S01','s01','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','a0e95d9601c0673c30fe4a6307fab39a','97efddc415823d311025a9ce9ab67935');
INSERT INTO "copies" VALUES('HELD-0002','nine-cs','1','S02','s02','S02','s02','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','8a35586fbc104671e86a905200ea8fac','d49573f3bf2c0340d3ae0ca98d734a15');
INSERT INTO "copies" VALUES('HELD-0003','nine-cs','1','S03','s03','S03','s03','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','7155201e877b2f94cd5d3d9a90ce3ef2','2546f3c0cb76b9b79a90725255321da8');
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
        , checked INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "findings" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','reading','error','not-office',NULL,NULL,NULL,'b114e37c145e3fc2e5f46e572ecff678',0);
INSERT INTO "findings" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','hub','warning','copy-conflict',NULL,NULL,'This return and 8952d9226499 are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL,0);
INSERT INTO "findings" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','hub','warning','copy-conflict',NULL,NULL,'This return and d86056bff68b are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL,0);
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
INSERT INTO "returns" VALUES('d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','docx','2026-09-01T12:00:00.000000+00:00',1,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','017513238f3221c4d4553e1db175610d','workbook-docs',NULL,'76e3e443646f7ebcd14bcd3e6eec3252ae30c3291471d88cb9f83b2df4828d4f','{"total": 2932, "answer": 55, "issued": 2877, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0);
INSERT INTO "returns" VALUES('8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','docx','2026-09-01T12:00:00.000000+00:00',2,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','a0e95d9601c0673c30fe4a6307fab39a','workbook-docs',NULL,'adbc2077345b34079f71fa7981e9eab8e02d8baf0bd678c0becac31eb63cff7a','{"total": 2916, "answer": 39, "issued": 2877, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0);
INSERT INTO "returns" VALUES('3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','docx','2026-09-01T12:00:00.000000+00:00',3,'read','docx','nine-cs','1','nine-cs@1','HELD-0002','S02','2026-1','S02','8a35586fbc104671e86a905200ea8fac','workbook-docs',NULL,'e8fb3f6f5273322c530817298d6cc6befbbea21fc740c44874924b5ad0f635ee','{"total": 2916, "answer": 39, "issued": 2877, "unplaced": 0}','S02','copy','2026-1','counts',NULL,'s02',NULL,NULL,1);
INSERT INTO "returns" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','txt','2026-09-01T12:00:00.000000+00:00',4,'not-office',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unreadable',NULL,NULL,NULL,NULL,0);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','13');
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
CREATE INDEX returns_same_as ON returns (same_as);
COMMIT;
PRAGMA user_version = 4;
