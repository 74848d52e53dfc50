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
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','3f8176172c12daae35f43ad775dce519',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.consumers',NULL,'answered','Patients
Carers of S01 by someone else','["Patients", "Carers of S01 by someone else"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','study.reference',NULL,'answered','S01','"S01"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','969cee8aae4c5bb20d4f930ef6e0a9d3',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.consumers',NULL,'answered','Patients
Carers of S01','["Patients", "Carers of S01"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','study.title',NULL,'prompt',NULL,NULL,'tag','Your study, Study title',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','study.reference',NULL,'answered','S02','"S02"','tag','Your study, Study reference',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','participant.name',NULL,'prompt',NULL,NULL,'tag','About you, Name',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','participant.email',NULL,'answered',NULL,NULL,'tag','About you, Email address','a768ec9289fe98ba966246c648c8ed0c',NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.commissioners',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commissioners',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.customers',NULL,'prompt',NULL,'[]','tag','The 9Cs, Customers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.collaborators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Collaborators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.contributors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Contributors',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.channels',NULL,'prompt',NULL,'[]','tag','The 9Cs, Channels',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.commentators',NULL,'prompt',NULL,'[]','tag','The 9Cs, Commentators',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.consumers',NULL,'answered','Patients
Carers of S02','["Patients", "Carers of S02"]','tag','The 9Cs, Consumers',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.champions',NULL,'prompt',NULL,'[]','tag','The 9Cs, Champions',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "answers" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','nine_cs.competitors',NULL,'prompt',NULL,'[]','tag','The 9Cs, Competitors',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "copies" VALUES('HELD-0001','nine-cs','1','S01','s01','S01','s01','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','22a0e8351d9c925930cceff9aafca328','20e8d0f6d54264507f2ffd87f4c82529');
INSERT INTO "copies" VALUES('HELD-0002','nine-cs','1','S02','s02','S02','s02','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','39893b30f721f5403b23ce2d33c3540f','7d30f3a7bc31052435f48ecf3582a262');
INSERT INTO "copies" VALUES('HELD-0003','nine-cs','1','S03','s03','S03','s03','2026-1','2026-08-01','{"theme": "Ageing"}','docx','2026-06-01','47d170eb40b63dbebfb04dd2bf7e3734','11a670375da2aabfc7af5fc2e8318c56');
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
INSERT INTO "findings" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','hub','warning','copy-conflict',NULL,NULL,'This return and 617f77e68fb5 are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL,0);
INSERT INTO "findings" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','hub','warning','copy-conflict',NULL,NULL,'This return and d5559c656a86 are of one copy, but do not agree on e-mail. None of them counts until a person decides: see “hub prefer”.',NULL,0);
INSERT INTO "findings" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','reading','error','not-office',NULL,NULL,NULL,'7c4c9d56a213064aaa620e26e2925a7c',0);
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
        , study_key TEXT, given TEXT, assigned TEXT, counted INTEGER NOT NULL DEFAULT 0, assigned_round TEXT, kept INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "returns" VALUES('d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','docx','2026-09-01T12:00:00.000000+00:00',1,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','17d9f80d3161d63cd7ea67728861db96','workbook-docs',NULL,'7a09f0a0fa25e2716e8faf10e82d31c0c5d907c2cb2cdf108a5c744291295175','{"total": 2847, "answer": 55, "issued": 2792, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0,NULL,1);
INSERT INTO "returns" VALUES('617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','docx','2026-09-01T12:00:00.000000+00:00',2,'read','docx','nine-cs','1','nine-cs@1','HELD-0001','S01','2026-1','S01','22a0e8351d9c925930cceff9aafca328','workbook-docs',NULL,'e782c0e9bb59ebfa91bc6b3f83a661a01d141bc55e65ae4b3d703aa58e8d1fbc','{"total": 2831, "answer": 39, "issued": 2792, "unplaced": 0}','S01','copy','2026-1','conflict',NULL,'s01',NULL,NULL,0,NULL,1);
INSERT INTO "returns" VALUES('16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','docx','2026-09-01T12:00:00.000000+00:00',3,'read','docx','nine-cs','1','nine-cs@1','HELD-0002','S02','2026-1','S02','39893b30f721f5403b23ce2d33c3540f','workbook-docs',NULL,'6415fbfbed071e7d2ed3270323371179a135167cf8b951c97ed5cffce34e0c7f','{"total": 2831, "answer": 39, "issued": 2792, "unplaced": 0}','S02','copy','2026-1','counts',NULL,'s02',NULL,NULL,1,NULL,1);
INSERT INTO "returns" VALUES('ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','txt','2026-09-01T12:00:00.000000+00:00',4,'not-office',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unreadable',NULL,NULL,NULL,NULL,0,NULL,1);
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
CREATE INDEX returns_same_as ON returns (same_as);
COMMIT;
PRAGMA user_version = 5;
