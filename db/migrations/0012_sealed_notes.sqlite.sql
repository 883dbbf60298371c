-- What is sealed or added stays as it is, whoever writes to the database. INSERT OR REPLACE and UPDATE OR REPLACE remove a
-- row without asking the triggers of a removal, so the others ask whether it is there.

CREATE TRIGGER TR_NoteSeals_Change BEFORE UPDATE ON NoteSeals
BEGIN
  SELECT RAISE(ABORT, 'The seal of a note cannot be changed.');
END;
GO
CREATE TRIGGER TR_NoteSeals_Removal BEFORE DELETE ON NoteSeals
BEGIN
  SELECT RAISE(ABORT, 'The seal of a note cannot be removed.');
END;
GO
CREATE TRIGGER TR_NoteSeals_Insert BEFORE INSERT ON NoteSeals
WHEN EXISTS (SELECT 1 FROM NoteSeals s WHERE s.CoupleId = NEW.CoupleId AND s.Number = NEW.Number)
BEGIN
  SELECT RAISE(ABORT, 'The seal of a note cannot be replaced.');
END;
GO
CREATE TRIGGER TR_NoteSealEnds_Change BEFORE UPDATE ON NoteSealEnds
WHEN NEW.CoupleId IS NOT OLD.CoupleId OR NEW.PracticeId IS NOT OLD.PracticeId OR NEW.Number <= OLD.Number
BEGIN
  SELECT RAISE(ABORT, 'The end of the seals of notes only grows.');
END;
GO
CREATE TRIGGER TR_NoteSealEnds_Removal BEFORE DELETE ON NoteSealEnds
BEGIN
  SELECT RAISE(ABORT, 'The end of the seals of notes cannot be removed.');
END;
GO
CREATE TRIGGER TR_NoteSealEnds_Insert BEFORE INSERT ON NoteSealEnds
WHEN EXISTS (SELECT 1 FROM NoteSealEnds e WHERE e.CoupleId = NEW.CoupleId)
BEGIN
  SELECT RAISE(ABORT, 'The end of the seals of notes cannot be replaced.');
END;
GO
CREATE TRIGGER TR_NoteAddenda_Change BEFORE UPDATE ON NoteAddenda
BEGIN
  SELECT RAISE(ABORT, 'What was added to a note cannot be changed.');
END;
GO
CREATE TRIGGER TR_NoteAddenda_Removal BEFORE DELETE ON NoteAddenda
BEGIN
  SELECT RAISE(ABORT, 'What was added to a note cannot be removed.');
END;
GO
CREATE TRIGGER TR_NoteAddenda_Insert BEFORE INSERT ON NoteAddenda
WHEN EXISTS (SELECT 1 FROM NoteAddenda a WHERE a.Id = NEW.Id OR (a.NoteId = NEW.NoteId AND a.Number = NEW.Number))
  OR NOT EXISTS (SELECT 1 FROM Notes n WHERE n.Id = NEW.NoteId AND n.CoupleId = NEW.CoupleId AND n.Status = 'Signed')
BEGIN
  SELECT RAISE(ABORT, 'Only what is new is added, and to a signed note.');
END;
GO
