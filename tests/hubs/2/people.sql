BEGIN TRANSACTION;
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
INSERT INTO "keys" VALUES('erased',X'CC4F582B5C3532D4126C95BD76AB75EED264C60A19AEB994B6AB79255EE81E15');
INSERT INTO "keys" VALUES('content',X'B6F6845DC5CF70F6194F63DFB79CDD412DC50277A1394EFB0D1D76590FF8D9A7');
CREATE TABLE leaving (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT;
INSERT INTO "people" VALUES('f43a2c263c3606e51650970d0a3b3716','ann@example.org');
INSERT INTO "people" VALUES('77ba8906518f3b1fb6589104529c873d','bob@example.org');
INSERT INTO "people" VALUES('df886fb9710d245511747ae02fe9e5c9','cat@example.org');
INSERT INTO "people" VALUES('038983039db8ad5c62563482b1792af2','eve@example.org');
CREATE TABLE "personal" (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding', 'event')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT;
INSERT INTO "personal" VALUES('e51a68f2e6770074694a27d2824f3745','9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','file','returned/S01 by someone else.docx');
INSERT INTO "personal" VALUES('3b54624167e0581162441efa063fa72d','9b69f88887c2c21ada207049622309c7396574823b4dd908de20df761b42af40','answer','{"raw": "eve@example.org", "value": "\"eve@example.org\""}');
INSERT INTO "personal" VALUES('01514802b9c78804fb3e6f28b4ea55c8','5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','file','returned/S01.docx');
INSERT INTO "personal" VALUES('7007b0cf99756ac884a819f13aead3a1','5483b136adfc2cb4bbdb9e62033c7479888b2f00745d8211cafeec28484696c0','answer','{"raw": "ann@example.org", "value": "\"ann@example.org\""}');
INSERT INTO "personal" VALUES('7acf077372a07d76c612b7c6cd348b63','e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','file','returned/S02.docx');
INSERT INTO "personal" VALUES('7cb67666fb9a39a9d135824264cc8e63','e845ec707730091cffd12c5e74c928933d52009b0f7d25bab653433ecf411a25','answer','{"raw": "bob@example.org", "value": "\"bob@example.org\""}');
INSERT INTO "personal" VALUES('27a0c2beac732463b4e199a29fe51b92','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','file','returned/notes.txt');
INSERT INTO "personal" VALUES('e5062585c3b70a5842c35e51cf67c718','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','finding','{"message": "This is no Word or Excel file. Please send the Word (.docx) or Excel (.xlsx) file.", "place": "returned/notes.txt"}');
CREATE TABLE recipients (
            copy TEXT PRIMARY KEY,
            name TEXT, email TEXT
        , prefilled TEXT) STRICT;
INSERT INTO "recipients" VALUES('HELD-0001','Ann','ann@example.org',NULL);
INSERT INTO "recipients" VALUES('HELD-0002','Bob','bob@example.org',NULL);
INSERT INTO "recipients" VALUES('HELD-0003','Cat','cat@example.org',NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','7');
CREATE INDEX personal_owner ON personal (owner);
COMMIT;
PRAGMA user_version = 2;
