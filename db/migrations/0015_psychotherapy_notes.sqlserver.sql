-- What the two engines spell differently. Row-level security goes first: behind it this sees no rows at all. "migrate" builds
-- it again before the tables there are then. By a text, because a server that knows no policies cannot read the statement.

IF OBJECT_ID('PracticeWall') IS NOT NULL
  EXECUTE ('DROP SECURITY POLICY PracticeWall');
GO
DROP TRIGGER TR_Notes_Signed;
GO
DROP TRIGGER TR_Notes_Insert;
GO
INSERT INTO PsychotherapyNotes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, Version)
SELECT n.Id, n.PracticeId, n.Seq, n.CoupleId, n.SessionId, n.ClientId, n.AuthorId, n.Format, n.Status, n.Sections, n.CreatedAt, n.UpdatedAt, n.SignedAt, n.ChainNumber, n.PreviousHash, n.ContentHash, n.Version
FROM Notes n WHERE n.Kind = 'Psychotherapy';
GO
DELETE FROM Notes WHERE Kind = 'Psychotherapy';
GO
DELETE FROM Outbox WHERE ResourceId IN (SELECT p.Id FROM PsychotherapyNotes p);
GO
DROP INDEX UX_Notes_PsychotherapyChain ON Notes;
GO
DROP INDEX UX_Notes_Chain ON Notes;
GO
ALTER TABLE Notes DROP CONSTRAINT CK_Notes_Kind;
GO
ALTER TABLE Notes DROP COLUMN Kind;
GO
ALTER TABLE Notes DROP CONSTRAINT CK_Notes_Status;
GO
ALTER TABLE Notes ADD CONSTRAINT CK_Notes_Status CHECK (Status IN ('Draft', 'AwaitingCosignature', 'Signed', 'Returned'));
GO
ALTER TABLE Notes ADD ReplacesId UNIQUEIDENTIFIER NULL;
GO
CREATE UNIQUE INDEX UX_Notes_Chain ON Notes (CoupleId, ChainNumber) WHERE ChainNumber IS NOT NULL;
GO

-- Texts are compared as bytes, since words that differ only in case or in spaces at the end are equal to the server. What was
-- signed becomes co-signed or returned, and nothing else.
CREATE TRIGGER TR_Notes_Signed ON Notes AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (
    SELECT 1
    FROM deleted d
    LEFT JOIN inserted i ON i.Id = d.Id
    WHERE d.Status <> 'Draft' AND (
      i.Id IS NULL
      OR NOT EXISTS (
        SELECT d.PracticeId, d.Seq, d.CoupleId, d.SessionId, d.ClientId, d.AuthorId, d.ReplacesId, d.CreatedAt, d.SignedAt, d.ChainNumber,
          CAST(d.Format AS VARBINARY(200)), CAST(d.Sections AS VARBINARY(MAX)),
          CAST(d.PreviousHash AS VARBINARY(200)), CAST(d.ContentHash AS VARBINARY(200))
        INTERSECT
        SELECT i.PracticeId, i.Seq, i.CoupleId, i.SessionId, i.ClientId, i.AuthorId, i.ReplacesId, i.CreatedAt, i.SignedAt, i.ChainNumber,
          CAST(i.Format AS VARBINARY(200)), CAST(i.Sections AS VARBINARY(MAX)),
          CAST(i.PreviousHash AS VARBINARY(200)), CAST(i.ContentHash AS VARBINARY(200)))
      OR i.Status = 'Draft'
      OR (d.Status IN ('Signed', 'Returned') AND i.Status <> d.Status)
      OR (d.Status = 'AwaitingCosignature' AND i.Status = 'Signed' AND i.CosignedBy IS NULL)
      OR (d.Status = 'AwaitingCosignature' AND i.Status = 'Returned' AND NOT EXISTS (SELECT 1 FROM NoteReturns r WHERE r.NoteId = d.Id))
      OR (d.Status = 'Signed' AND NOT EXISTS (
        SELECT d.CosignedBy, d.CosignedAt, CAST(d.CosignatureHash AS VARBINARY(200))
        INTERSECT
        SELECT i.CosignedBy, i.CosignedAt, CAST(i.CosignatureHash AS VARBINARY(200))))))
    THROW 51001, 'A signed note cannot be changed or removed.', 1;
END
GO

CREATE TRIGGER TR_Notes_Insert ON Notes AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM inserted i WHERE i.Status <> 'Draft')
    THROW 51002, 'A note begins as a draft.', 1;
END
GO

CREATE TRIGGER TR_PsychotherapyNotes_Signed ON PsychotherapyNotes AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (
    SELECT 1
    FROM deleted d
    LEFT JOIN inserted i ON i.Id = d.Id
    WHERE (i.Id IS NOT NULL AND i.AuthorId <> d.AuthorId) OR (d.Status <> 'Draft' AND (
      i.Id IS NULL
      OR i.Status <> d.Status
      OR NOT EXISTS (
        SELECT d.PracticeId, d.Seq, d.CoupleId, d.SessionId, d.ClientId, d.AuthorId, d.CreatedAt, d.SignedAt, d.ChainNumber,
          CAST(d.Format AS VARBINARY(200)), CAST(d.Sections AS VARBINARY(MAX)),
          CAST(d.PreviousHash AS VARBINARY(200)), CAST(d.ContentHash AS VARBINARY(200))
        INTERSECT
        SELECT i.PracticeId, i.Seq, i.CoupleId, i.SessionId, i.ClientId, i.AuthorId, i.CreatedAt, i.SignedAt, i.ChainNumber,
          CAST(i.Format AS VARBINARY(200)), CAST(i.Sections AS VARBINARY(MAX)),
          CAST(i.PreviousHash AS VARBINARY(200)), CAST(i.ContentHash AS VARBINARY(200))))))
    THROW 51001, 'A signed note cannot be changed or removed.', 1;
END
GO

CREATE TRIGGER TR_PsychotherapyNotes_Insert ON PsychotherapyNotes AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM inserted i WHERE i.Status <> 'Draft')
    THROW 51002, 'A note begins as a draft.', 1;
END
GO

CREATE TRIGGER TR_NoteReturns_Change ON NoteReturns AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM deleted d)
    THROW 51008, 'The return of a note cannot be changed or removed.', 1;
END
GO

CREATE TRIGGER TR_NoteReturns_Insert ON NoteReturns AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (
    SELECT 1
    FROM inserted i
    LEFT JOIN Notes n ON n.Id = i.NoteId AND n.CoupleId = i.CoupleId AND n.Status = 'AwaitingCosignature'
    WHERE n.Id IS NULL)
    THROW 51009, 'Only a note that awaits its co-signature is returned.', 1;
END
GO

CREATE TRIGGER TR_NoteVersions_Change ON NoteVersions AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM deleted d JOIN inserted i ON i.Id = d.Id OR i.NoteId = d.NoteId)
    OR EXISTS (SELECT 1 FROM deleted d JOIN Notes n ON n.Id = d.NoteId WHERE n.Status <> 'Draft')
    THROW 51010, 'An earlier version of a note cannot be changed, or removed once the note is signed.', 1;
END
GO

CREATE TRIGGER TR_NoteVersions_Insert ON NoteVersions AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM inserted i LEFT JOIN Notes n ON n.Id = i.NoteId AND n.Status = 'Draft' WHERE n.Id IS NULL)
    THROW 51011, 'Only a draft has new versions.', 1;
END
GO
