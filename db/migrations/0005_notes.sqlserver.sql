-- What is signed stays as it is, whoever writes to the database. Texts are compared as bytes, since words that differ
-- only in case or in spaces at the end are equal to the server.

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
        SELECT d.PracticeId, d.Seq, d.CoupleId, d.SessionId, d.ClientId, d.AuthorId, d.CreatedAt, d.SignedAt, d.ChainNumber,
          CAST(d.Kind AS VARBINARY(200)), CAST(d.Format AS VARBINARY(200)), CAST(d.Sections AS VARBINARY(MAX)),
          CAST(d.PreviousHash AS VARBINARY(200)), CAST(d.ContentHash AS VARBINARY(200))
        INTERSECT
        SELECT i.PracticeId, i.Seq, i.CoupleId, i.SessionId, i.ClientId, i.AuthorId, i.CreatedAt, i.SignedAt, i.ChainNumber,
          CAST(i.Kind AS VARBINARY(200)), CAST(i.Format AS VARBINARY(200)), CAST(i.Sections AS VARBINARY(MAX)),
          CAST(i.PreviousHash AS VARBINARY(200)), CAST(i.ContentHash AS VARBINARY(200)))
      OR i.Status = 'Draft'
      OR (d.Status = 'Signed' AND i.Status <> 'Signed')
      OR (d.Status = 'AwaitingCosignature' AND i.Status = 'Signed' AND i.CosignedBy IS NULL)
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
