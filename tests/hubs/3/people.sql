BEGIN TRANSACTION;
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
INSERT INTO "keys" VALUES('erased',X'B9DA586CC6B708AE63EB02102688A3AD70242CC9FFD657C2AE6D98109E915CB7');
INSERT INTO "keys" VALUES('content',X'F01446654AEFA54066FCB7EA3CA0BE9191E4C5AC88AA41A4BBA3A8AB41BC3D2A');
CREATE TABLE leaving (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT;
INSERT INTO "people" VALUES('c4ab6ae456fc7dd7af5bc6a5ca684dc8','ann@example.org');
INSERT INTO "people" VALUES('4ebdecdd7c95602db23d005806ed4da4','bob@example.org');
INSERT INTO "people" VALUES('88fb95f4968ecd4fc038bd2629a511e9','cat@example.org');
INSERT INTO "people" VALUES('14e8e07304202bbc851d5d60c366ee24','eve@example.org');
CREATE TABLE "personal" (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding', 'event')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT;
INSERT INTO "personal" VALUES('c1f41921c7aa374e2f825610eb049b49','d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','file','returned/S01 by someone else.docx');
INSERT INTO "personal" VALUES('fb99b2dcab995a03c99e0813b97921ed','d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','answer','{"raw": "eve@example.org", "value": "\"eve@example.org\""}');
INSERT INTO "personal" VALUES('996367764823616d326a4283eb263241','8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','file','returned/S01.docx');
INSERT INTO "personal" VALUES('3eabe12676c27bd24af52856bb55ec21','8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','answer','{"raw": "ann@example.org", "value": "\"ann@example.org\""}');
INSERT INTO "personal" VALUES('3d9decca9b35e0a847b2d5e4461e89a3','3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','file','returned/S02.docx');
INSERT INTO "personal" VALUES('99e3f6cac25963d43ac2a21eaefe9e38','3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','answer','{"raw": "bob@example.org", "value": "\"bob@example.org\""}');
INSERT INTO "personal" VALUES('f4af70e3f6eef4466e022c0b90585705','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','file','returned/notes.txt');
INSERT INTO "personal" VALUES('6e06e183b758a58195fc654e8540ec7e','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','finding','{"message": "This is no Word or Excel file. Please send the Word (.docx) or Excel (.xlsx) file.", "place": "returned/notes.txt"}');
CREATE TABLE "recipients" (
            id TEXT PRIMARY KEY,
            name TEXT, email TEXT,
            prefilled TEXT                  -- JSON: what stood in the copy
        ) STRICT;
INSERT INTO "recipients" VALUES('32a23f2b287fc95902f6ad2f91aeddf5','Ann','ann@example.org',NULL);
INSERT INTO "recipients" VALUES('8d1673f5ee1ddf24b5dab183b9a5e855','Bob','bob@example.org',NULL);
INSERT INTO "recipients" VALUES('bec53c418bdbddcb2b5acd633cc828a8','Cat','cat@example.org',NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','7');
CREATE INDEX personal_owner ON personal (owner);
COMMIT;
PRAGMA user_version = 3;
