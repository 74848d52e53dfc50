BEGIN TRANSACTION;
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
INSERT INTO "keys" VALUES('content',X'7FF6AE9A70CC72727300A8723F54125E3DC4160EE3AFDC0997C41D34EE149F77');
CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT;
INSERT INTO "migrations" VALUES(1,'2026-11-24T11:38:25.094164+00:00');
CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT;
INSERT INTO "people" VALUES('6287b2b774eb4d7f68b27f63c01809be','ann@example.org');
INSERT INTO "people" VALUES('b332b3a71c39c119198765a9c05ec58c','bob@example.org');
INSERT INTO "people" VALUES('6330f1f85e18cb2c672927e350067e56','cat@example.org');
INSERT INTO "people" VALUES('898c77fd76e51795ba57b06213faab3d','eve@example.org');
CREATE TABLE personal (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT;
INSERT INTO "personal" VALUES('0a9a2aeac8b7e61a242f58d94e3bb458','9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','file','returned/S01 by someone else.docx');
INSERT INTO "personal" VALUES('0b2fa6498d17bd8f2f5d707d36ad42ac','9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','answer','{"raw": "eve@example.org", "value": "\"eve@example.org\""}');
INSERT INTO "personal" VALUES('0f35e7f84ff6a7653c10ca8db9263523','5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','file','returned/S01.docx');
INSERT INTO "personal" VALUES('f1fc104b80e64eff304630d0c8f91b2a','5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','answer','{"raw": "ann@example.org", "value": "\"ann@example.org\""}');
INSERT INTO "personal" VALUES('7107424920d065ab84489d5e51c81e76','e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','file','returned/S02.docx');
INSERT INTO "personal" VALUES('d378caf9e250a46b92ba2b1fa677ff7a','e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','answer','{"raw": "bob@example.org", "value": "\"bob@example.org\""}');
INSERT INTO "personal" VALUES('d9422fb85c03c5c237e4f30ec8f15b8b','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','file','returned/notes.txt');
INSERT INTO "personal" VALUES('13fa2e3ccfa2c11a2a056278fb1cef88','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','finding','{"message": "This is no Word or Excel file. Please send the Word (.docx) or Excel (.xlsx) file.", "place": "returned/notes.txt"}');
CREATE TABLE recipients (
            copy TEXT PRIMARY KEY,
            name TEXT, email TEXT
        ) STRICT;
INSERT INTO "recipients" VALUES('HELD-0001','Ann','ann@example.org');
INSERT INTO "recipients" VALUES('HELD-0002','Bob','bob@example.org');
INSERT INTO "recipients" VALUES('HELD-0003','Cat','cat@example.org');
CREATE INDEX personal_owner ON personal (owner);
COMMIT;
PRAGMA user_version = 0;
