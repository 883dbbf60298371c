-- Exercises in further languages, and the language that a client reads them in.

-- BCP 47, in canonical form; null reads what was written.
ALTER TABLE Clients ADD Language NVARCHAR(35) NULL;
GO

-- A practice's translation of the text of an exercise, built in or its own, whole as JSON. TextDigest is of the very words it
-- translates: an assignment, which keeps its words, finds the translation that belongs to them, and one of other words is
-- outdated. Plain text: nothing of a client belongs into it.
CREATE TABLE ExerciseTranslations (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ExerciseTranslations_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  ExerciseKey NVARCHAR(60) NOT NULL,
  Language NVARCHAR(35) NOT NULL,
  TextDigest NVARCHAR(64) NOT NULL,
  ExerciseVersion INT NOT NULL,
  TranslatedText NVARCHAR(MAX) NOT NULL,
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ExerciseTranslations_Author REFERENCES Accounts (Id),
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_ExerciseTranslations PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_ExerciseTranslations_Words ON ExerciseTranslations (PracticeId, ExerciseKey, Language, TextDigest);
GO
