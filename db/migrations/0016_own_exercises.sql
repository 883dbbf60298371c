-- A practice's own exercises, whole as JSON. Plain text: nothing of a client belongs into them. Rows stay when archived,
-- since a key is never used again; assignments keep the text that they were given.
CREATE TABLE OwnExercises (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_OwnExercises_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  ExerciseKey NVARCHAR(60) NOT NULL,
  ExerciseText NVARCHAR(MAX) NOT NULL,
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_OwnExercises_Author REFERENCES Accounts (Id),
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  ArchivedAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_OwnExercises PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_OwnExercises_Key ON OwnExercises (PracticeId, ExerciseKey);
GO
CREATE INDEX IX_OwnExercises_Practice ON OwnExercises (PracticeId, Seq);
GO
