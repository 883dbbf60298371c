-- What is sealed or added stays as it is, whoever writes to the database.

CREATE TRIGGER TR_NoteSeals_Change ON NoteSeals AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM deleted d)
    THROW 51003, 'The seal of a note cannot be changed or removed.', 1;
END
GO

-- The primary key refuses a second seal of a number; the trigger is here because the other engine needs one.
CREATE TRIGGER TR_NoteSeals_Insert ON NoteSeals AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM inserted i WHERE i.Number < 1)
    THROW 51004, 'The seals of notes are numbered from one.', 1;
END
GO

CREATE TRIGGER TR_NoteSealEnds_Change ON NoteSealEnds AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (
    SELECT 1
    FROM deleted d
    LEFT JOIN inserted i ON i.CoupleId = d.CoupleId AND i.PracticeId = d.PracticeId
    WHERE i.CoupleId IS NULL OR i.Number <= d.Number)
    THROW 51005, 'The end of the seals of notes only grows.', 1;
END
GO

CREATE TRIGGER TR_NoteSealEnds_Insert ON NoteSealEnds AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM inserted i WHERE i.Number < 1)
    THROW 51004, 'The seals of notes are numbered from one.', 1;
END
GO

CREATE TRIGGER TR_NoteAddenda_Change ON NoteAddenda AFTER UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (SELECT 1 FROM deleted d)
    THROW 51006, 'What was added to a note cannot be changed or removed.', 1;
END
GO

CREATE TRIGGER TR_NoteAddenda_Insert ON NoteAddenda AFTER INSERT AS
BEGIN
  SET NOCOUNT ON;
  IF EXISTS (
    SELECT 1
    FROM inserted i
    LEFT JOIN Notes n ON n.Id = i.NoteId AND n.CoupleId = i.CoupleId AND n.Status = 'Signed'
    WHERE n.Id IS NULL)
    THROW 51007, 'Only a signed note is added to.', 1;
END
GO
