-- DraftDays: for how many days a practice lets a draft lie. The index finds the drafts of one author.

ALTER TABLE Practices ADD DraftDays INT NOT NULL CONSTRAINT DF_Practices_DraftDays DEFAULT 3 CONSTRAINT CK_Practices_DraftDays CHECK (DraftDays BETWEEN 1 AND 60);
GO
CREATE INDEX IX_Notes_Drafts ON Notes (AuthorId, PracticeId, Seq) WHERE Status = 'Draft';
GO

-- What notes begin with, as a practice likes them. Plain text: nothing of a client belongs into it.
CREATE TABLE NoteTemplates (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteTemplates_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  Name NVARCHAR(100) NOT NULL,
  Format NVARCHAR(20) NOT NULL CONSTRAINT CK_NoteTemplates_Format CHECK (Format IN ('Soap', 'Dap', 'Birp', 'Girp', 'Narrative')),
  Sections NVARCHAR(MAX) NOT NULL,
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_NoteTemplates PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_NoteTemplates_Name ON NoteTemplates (PracticeId, Name);
GO
CREATE INDEX IX_NoteTemplates_Practice ON NoteTemplates (PracticeId, Seq);
GO
