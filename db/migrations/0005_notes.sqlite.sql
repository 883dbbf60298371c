-- What is signed stays as it is, whoever writes to the database. Bytes are compared, not words: BINARY, not NOCASE.

CREATE TRIGGER TR_Notes_Change BEFORE UPDATE ON Notes
WHEN OLD.Status <> 'Draft' AND (
  NEW.PracticeId IS NOT OLD.PracticeId OR NEW.Seq IS NOT OLD.Seq OR NEW.CoupleId IS NOT OLD.CoupleId
  OR NEW.SessionId IS NOT OLD.SessionId OR NEW.ClientId IS NOT OLD.ClientId OR NEW.AuthorId IS NOT OLD.AuthorId
  OR NEW.Kind COLLATE BINARY IS NOT OLD.Kind OR NEW.Format COLLATE BINARY IS NOT OLD.Format
  OR NEW.Sections IS NOT OLD.Sections OR NEW.CreatedAt IS NOT OLD.CreatedAt OR NEW.SignedAt IS NOT OLD.SignedAt
  OR NEW.ChainNumber IS NOT OLD.ChainNumber OR NEW.PreviousHash COLLATE BINARY IS NOT OLD.PreviousHash
  OR NEW.ContentHash COLLATE BINARY IS NOT OLD.ContentHash
  OR NEW.Status = 'Draft' OR (OLD.Status = 'Signed' AND NEW.Status <> 'Signed')
  OR (OLD.Status = 'AwaitingCosignature' AND NEW.Status = 'Signed' AND NEW.CosignedBy IS NULL)
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
