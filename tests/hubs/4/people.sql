BEGIN TRANSACTION;
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
INSERT INTO "keys" VALUES('erased',X'309E5E2FB02841FD6CC18C01E36B4E9A13DB80001E3DF0996D16E13251B34275');
INSERT INTO "keys" VALUES('content',X'B22671935C5AEC6491DD3CC4A89F4480468F46764B19B1CFF975B9B15D393E8F');
CREATE TABLE leaving (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE people (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL UNIQUE      -- small letters, no outer white space
        ) STRICT;
INSERT INTO "people" VALUES('a0e95d9601c0673c30fe4a6307fab39a','ann@example.org');
INSERT INTO "people" VALUES('8a35586fbc104671e86a905200ea8fac','bob@example.org');
INSERT INTO "people" VALUES('7155201e877b2f94cd5d3d9a90ce3ef2','cat@example.org');
INSERT INTO "people" VALUES('017513238f3221c4d4553e1db175610d','eve@example.org');
CREATE TABLE "personal" (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,            -- hash of the return
            what TEXT NOT NULL CHECK (what IN ('file', 'answer', 'finding', 'event')),
            text TEXT NOT NULL              -- a file name; else JSON
        ) STRICT;
INSERT INTO "personal" VALUES('32ab3547a40dc0cc72a03e363503e85f','d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','file','returned/S01 by someone else.docx');
INSERT INTO "personal" VALUES('9c6375203abf92809e12f72fadcecd47','8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','file','returned/S01.docx');
INSERT INTO "personal" VALUES('055577771f836afe0ac2894d60f1fd2a','3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','file','returned/S02.docx');
INSERT INTO "personal" VALUES('3f6dd4df31fff406a8adb5fdb2f18453','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','file','returned/notes.txt');
INSERT INTO "personal" VALUES('c63799ac27225f1a0c13714ecc1f0d46','d86056bff68b6da27405cabc3f6be6502669e67faf39942bf9bbde000ca65eaa','answer','{"raw": "eve@example.org", "value": "\"eve@example.org\""}');
INSERT INTO "personal" VALUES('a1b3d280edd5f4b168710d165a059ffa','8952d92264990dd34e3a9e8763df18f7896e574a80d2dafef992197f1446cb1e','answer','{"raw": "ann@example.org", "value": "\"ann@example.org\""}');
INSERT INTO "personal" VALUES('ee08384ce08c3f3e7558c8393048c532','3c9a7a331bca1a2515e8a046b3ccbd42dff411e16260ee1bab7afba36a51f227','answer','{"raw": "bob@example.org", "value": "\"bob@example.org\""}');
INSERT INTO "personal" VALUES('b114e37c145e3fc2e5f46e572ecff678','ec4a9bf90fcf543abcb5a6aa2be22f1f213d866919b915a2dbc92b4d88f0c3db','finding','{"message": "This is no Word or Excel file. Please send the Word (.docx) or Excel (.xlsx) file.", "place": "returned/notes.txt"}');
CREATE TABLE "recipients" (
            id TEXT PRIMARY KEY,
            name TEXT, email TEXT,
            prefilled TEXT                  -- JSON: what stood in the copy
        ) STRICT;
INSERT INTO "recipients" VALUES('97efddc415823d311025a9ce9ab67935','Ann','ann@example.org',NULL);
INSERT INTO "recipients" VALUES('d49573f3bf2c0340d3ae0ca98d734a15','Bob','bob@example.org',NULL);
INSERT INTO "recipients" VALUES('2546f3c0cb76b9b79a90725255321da8','Cat','cat@example.org',NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('generation','13');
CREATE INDEX personal_owner ON personal (owner);
COMMIT;
PRAGMA user_version = 3;
