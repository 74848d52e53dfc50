BEGIN TRANSACTION;
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
INSERT INTO "keys" VALUES('erased',X'045A9D427EA9987A4495C822CE06549F9B28FEB8BF82AD553DD300B275F45851');
INSERT INTO "keys" VALUES('content',X'98F97D7308A941BAC4264E3462DCB6A3D25D8B5295B01F106653BF5CD8E8E9C2');
CREATE TABLE leaving (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT;
INSERT INTO "people" VALUES('22a0e8351d9c925930cceff9aafca328','ann@example.org');
INSERT INTO "people" VALUES('39893b30f721f5403b23ce2d33c3540f','bob@example.org');
INSERT INTO "people" VALUES('47d170eb40b63dbebfb04dd2bf7e3734','cat@example.org');
INSERT INTO "people" VALUES('17d9f80d3161d63cd7ea67728861db96','eve@example.org');
CREATE TABLE "personal" (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding', 'event')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT;
INSERT INTO "personal" VALUES('017c9af2fd5fc9a49427264982f4db7c','d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','file','returned/S01 by someone else.docx');
INSERT INTO "personal" VALUES('3f8176172c12daae35f43ad775dce519','d5559c656a8666be8b77e11897131e89d45b4165d2c5d42ba629c6117a92ae97','answer','{"raw": "eve@example.org", "value": "\"eve@example.org\""}');
INSERT INTO "personal" VALUES('86056c5531c659e487bb703a10f585ce','617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','file','returned/S01.docx');
INSERT INTO "personal" VALUES('969cee8aae4c5bb20d4f930ef6e0a9d3','617f77e68fb569a43612d273efbd6fb400b2068cec1cba3b79969fa1e476c6a0','answer','{"raw": "ann@example.org", "value": "\"ann@example.org\""}');
INSERT INTO "personal" VALUES('b1c0f905dc13123c4cbd788e49d2d39f','16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','file','returned/S02.docx');
INSERT INTO "personal" VALUES('a768ec9289fe98ba966246c648c8ed0c','16c2667246064e5a48dc0122e2107ce02866ee96bdaeedce3c3a1c9851d6b169','answer','{"raw": "bob@example.org", "value": "\"bob@example.org\""}');
INSERT INTO "personal" VALUES('e6f77cba0dfabeed8fa4a5f1e57076a2','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','file','returned/notes.txt');
INSERT INTO "personal" VALUES('7c4c9d56a213064aaa620e26e2925a7c','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','finding','{"message": "This is no Word or Excel file. Please send the Word (.docx) or Excel (.xlsx) file.", "place": "returned/notes.txt"}');
CREATE TABLE "recipients" (
            id TEXT PRIMARY KEY,
            name TEXT, email TEXT,
            prefilled TEXT                  -- JSON: what stood in the copy
        ) STRICT;
INSERT INTO "recipients" VALUES('20e8d0f6d54264507f2ffd87f4c82529','Ann','ann@example.org',NULL);
INSERT INTO "recipients" VALUES('7d30f3a7bc31052435f48ecf3582a262','Bob','bob@example.org',NULL);
INSERT INTO "recipients" VALUES('11a670375da2aabfc7af5fc2e8318c56','Cat','cat@example.org',NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','7');
CREATE INDEX personal_owner ON personal (owner);
COMMIT;
PRAGMA user_version = 3;
