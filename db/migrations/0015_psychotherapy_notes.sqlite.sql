-- What the two engines spell differently. A CHECK cannot be changed here, so notes are written anew into a table that knows
-- what was returned and has no kinds; the rows themselves stay as they are, signed ones too. References to them are looked
-- at when the transaction ends. The triggers go with the table that they are on, and are made again as the last.

PRAGMA defer_foreign_keys = ON;
GO
CREATE TABLE NotesBefore AS SELECT * FROM Notes;
GO
DROP TABLE Notes;
GO
CREATE TABLE Notes (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Couple REFERENCES Couples (Id),
  SessionId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_Session REFERENCES Sessions (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_Client REFERENCES Clients (Id),
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Author REFERENCES Accounts (Id),
  Format NVARCHAR(20) NOT NULL CONSTRAINT CK_Notes_Format CHECK (Format IN ('Soap', 'Dap', 'Birp', 'Girp', 'Narrative')),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Notes_Status CHECK (Status IN ('Draft', 'AwaitingCosignature', 'Signed', 'Returned')),
  Sections NVARCHAR(MAX) NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  SignedAt DATETIMEOFFSET(3) NULL,
  ChainNumber INT NULL,
  PreviousHash NVARCHAR(64) NULL,
  ContentHash NVARCHAR(64) NULL,
  CosignedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_CosignedBy REFERENCES Accounts (Id),
  CosignedAt DATETIMEOFFSET(3) NULL,
  CosignatureHash NVARCHAR(64) NULL,
  Version INT NOT NULL,
  ReplacesId UNIQUEIDENTIFIER NULL,
  CONSTRAINT PK_Notes PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_Notes_Signature CHECK (
    (Status = 'Draft' AND SignedAt IS NULL AND ChainNumber IS NULL AND ContentHash IS NULL)
    OR (Status <> 'Draft' AND SignedAt IS NOT NULL AND ChainNumber IS NOT NULL AND ContentHash IS NOT NULL)),
  CONSTRAINT CK_Notes_Cosignature CHECK (
    (CosignedBy IS NULL AND CosignedAt IS NULL AND CosignatureHash IS NULL)
    OR (Status = 'Signed' AND CosignedBy IS NOT NULL AND CosignedBy <> AuthorId AND CosignedAt IS NOT NULL AND CosignatureHash IS NOT NULL))
);
GO
INSERT INTO Notes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, CosignedBy, CosignedAt, CosignatureHash, Version)
SELECT Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, CosignedBy, CosignedAt, CosignatureHash, Version
FROM NotesBefore WHERE Kind = 'Progress' COLLATE NOCASE;
GO
INSERT INTO PsychotherapyNotes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, Version)
SELECT Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, Version
FROM NotesBefore WHERE Kind = 'Psychotherapy' COLLATE NOCASE;
GO
DROP TABLE NotesBefore;
GO
DELETE FROM Outbox WHERE ResourceId IN (SELECT p.Id FROM PsychotherapyNotes p);
GO
CREATE INDEX IX_Notes_Couple ON Notes (CoupleId, Seq);
GO
CREATE INDEX IX_Notes_Session ON Notes (SessionId);
GO
CREATE INDEX IX_Notes_Drafts ON Notes (AuthorId, PracticeId, Seq) WHERE Status = 'Draft';
GO
CREATE UNIQUE INDEX UX_Notes_Chain ON Notes (CoupleId, ChainNumber) WHERE ChainNumber IS NOT NULL;
GO

-- Bytes are compared, not words: BINARY, not NOCASE. What was signed becomes co-signed or returned, and nothing else.
CREATE TRIGGER TR_Notes_Change BEFORE UPDATE ON Notes
WHEN OLD.Status <> 'Draft' AND (
  NEW.PracticeId IS NOT OLD.PracticeId OR NEW.Seq IS NOT OLD.Seq OR NEW.CoupleId IS NOT OLD.CoupleId
  OR NEW.SessionId IS NOT OLD.SessionId OR NEW.ClientId IS NOT OLD.ClientId OR NEW.AuthorId IS NOT OLD.AuthorId
  OR NEW.Format COLLATE BINARY IS NOT OLD.Format OR NEW.ReplacesId IS NOT OLD.ReplacesId
  OR NEW.Sections IS NOT OLD.Sections OR NEW.CreatedAt IS NOT OLD.CreatedAt OR NEW.SignedAt IS NOT OLD.SignedAt
  OR NEW.ChainNumber IS NOT OLD.ChainNumber OR NEW.PreviousHash COLLATE BINARY IS NOT OLD.PreviousHash
  OR NEW.ContentHash COLLATE BINARY IS NOT OLD.ContentHash
  OR NEW.Status = 'Draft' OR (OLD.Status IN ('Signed', 'Returned') AND NEW.Status <> OLD.Status)
  OR (OLD.Status = 'AwaitingCosignature' AND NEW.Status = 'Signed' AND NEW.CosignedBy IS NULL)
  OR (OLD.Status = 'AwaitingCosignature' AND NEW.Status = 'Returned' AND NOT EXISTS (SELECT 1 FROM NoteReturns r WHERE r.NoteId = OLD.Id))
  OR (OLD.Status = 'Signed' AND (NEW.CosignedBy IS NOT OLD.CosignedBy OR NEW.CosignedAt IS NOT OLD.CosignedAt
    OR NEW.CosignatureHash COLLATE BINARY IS NOT OLD.CosignatureHash)))
BEGIN
  SELECT RAISE(ABORT, 'A signed note cannot be changed.');
END;
GO

-- An id is never given to another row: UPDATE OR REPLACE would remove the note that has it.
CREATE TRIGGER TR_Notes_Id BEFORE UPDATE ON Notes
WHEN NEW.Id IS NOT OLD.Id
BEGIN
  SELECT RAISE(ABORT, 'A note keeps its id.');
END;
GO
CREATE TRIGGER TR_Notes_Removal BEFORE DELETE ON Notes
WHEN OLD.Status <> 'Draft'
BEGIN
  SELECT RAISE(ABORT, 'A signed note cannot be removed.');
END;
GO

-- INSERT OR REPLACE removes a row without asking the trigger above.
CREATE TRIGGER TR_Notes_Insert BEFORE INSERT ON Notes
WHEN NEW.Status <> 'Draft' OR EXISTS (SELECT 1 FROM Notes n WHERE n.Id = NEW.Id)
BEGIN
  SELECT RAISE(ABORT, 'A note begins as a new draft.');
END;
GO

CREATE TRIGGER TR_PsychotherapyNotes_Change BEFORE UPDATE ON PsychotherapyNotes
WHEN OLD.Status <> 'Draft' AND (
  NEW.PracticeId IS NOT OLD.PracticeId OR NEW.Seq IS NOT OLD.Seq OR NEW.CoupleId IS NOT OLD.CoupleId
  OR NEW.SessionId IS NOT OLD.SessionId OR NEW.ClientId IS NOT OLD.ClientId OR NEW.AuthorId IS NOT OLD.AuthorId
  OR NEW.Format COLLATE BINARY IS NOT OLD.Format OR NEW.Status <> OLD.Status
  OR NEW.Sections IS NOT OLD.Sections OR NEW.CreatedAt IS NOT OLD.CreatedAt OR NEW.SignedAt IS NOT OLD.SignedAt
  OR NEW.ChainNumber IS NOT OLD.ChainNumber OR NEW.PreviousHash COLLATE BINARY IS NOT OLD.PreviousHash
  OR NEW.ContentHash COLLATE BINARY IS NOT OLD.ContentHash)
BEGIN
  SELECT RAISE(ABORT, 'A signed note cannot be changed.');
END;
GO
CREATE TRIGGER TR_PsychotherapyNotes_Id BEFORE UPDATE ON PsychotherapyNotes
WHEN NEW.Id IS NOT OLD.Id OR NEW.AuthorId IS NOT OLD.AuthorId
BEGIN
  SELECT RAISE(ABORT, 'A psychotherapy note keeps its id and its author.');
END;
GO
CREATE TRIGGER TR_PsychotherapyNotes_Removal BEFORE DELETE ON PsychotherapyNotes
WHEN OLD.Status <> 'Draft'
BEGIN
  SELECT RAISE(ABORT, 'A signed note cannot be removed.');
END;
GO
CREATE TRIGGER TR_PsychotherapyNotes_Insert BEFORE INSERT ON PsychotherapyNotes
WHEN NEW.Status <> 'Draft' OR EXISTS (SELECT 1 FROM PsychotherapyNotes p WHERE p.Id = NEW.Id)
BEGIN
  SELECT RAISE(ABORT, 'A note begins as a new draft.');
END;
GO

CREATE TRIGGER TR_NoteReturns_Change BEFORE UPDATE ON NoteReturns
BEGIN
  SELECT RAISE(ABORT, 'The return of a note cannot be changed.');
END;
GO
CREATE TRIGGER TR_NoteReturns_Removal BEFORE DELETE ON NoteReturns
BEGIN
  SELECT RAISE(ABORT, 'The return of a note cannot be removed.');
END;
GO
CREATE TRIGGER TR_NoteReturns_Insert BEFORE INSERT ON NoteReturns
WHEN EXISTS (SELECT 1 FROM NoteReturns r WHERE r.NoteId = NEW.NoteId)
  OR NOT EXISTS (SELECT 1 FROM Notes n WHERE n.Id = NEW.NoteId AND n.CoupleId = NEW.CoupleId AND n.Status = 'AwaitingCosignature')
BEGIN
  SELECT RAISE(ABORT, 'Only a note that awaits its co-signature is returned.');
END;
GO

CREATE TRIGGER TR_NoteVersions_Change BEFORE UPDATE ON NoteVersions
BEGIN
  SELECT RAISE(ABORT, 'An earlier version of a note cannot be changed.');
END;
GO
CREATE TRIGGER TR_NoteVersions_Removal BEFORE DELETE ON NoteVersions
WHEN EXISTS (SELECT 1 FROM Notes n WHERE n.Id = OLD.NoteId AND n.Status <> 'Draft')
BEGIN
  SELECT RAISE(ABORT, 'The earlier versions of a signed note cannot be removed.');
END;
GO
CREATE TRIGGER TR_NoteVersions_Insert BEFORE INSERT ON NoteVersions
WHEN EXISTS (SELECT 1 FROM NoteVersions v WHERE v.Id = NEW.Id OR (v.NoteId = NEW.NoteId AND v.Number = NEW.Number))
  OR NOT EXISTS (SELECT 1 FROM Notes n WHERE n.Id = NEW.NoteId AND n.Status = 'Draft')
BEGIN
  SELECT RAISE(ABORT, 'Only a draft has new versions.');
END;
GO
