-- Psychotherapy notes (45 CFR 164.501) in a table of their own, which nobody but their author reads. The pair moves those
-- there are, takes back what was to be told of them, and gives notes the status of one that a supervisor returned.
-- NoteReturns: a co-signature that was refused. Remarks is encrypted. ReplacementId is the draft that the author got for it;
-- a draft may be discarded, so it is no reference.
-- NoteVersions: what a draft said before it was saved again. Sections is encrypted, and its author's alone.

CREATE TABLE PsychotherapyNotes (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PsychotherapyNotes_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PsychotherapyNotes_Couple REFERENCES Couples (Id),
  SessionId UNIQUEIDENTIFIER NULL CONSTRAINT FK_PsychotherapyNotes_Session REFERENCES Sessions (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_PsychotherapyNotes_Client REFERENCES Clients (Id),
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PsychotherapyNotes_Author REFERENCES Accounts (Id),
  Format NVARCHAR(20) NOT NULL CONSTRAINT CK_PsychotherapyNotes_Format CHECK (Format IN ('Soap', 'Dap', 'Birp', 'Girp', 'Narrative')),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_PsychotherapyNotes_Status CHECK (Status IN ('Draft', 'Signed')),
  Sections NVARCHAR(MAX) NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  SignedAt DATETIMEOFFSET(3) NULL,
  ChainNumber INT NULL,
  PreviousHash NVARCHAR(64) NULL,
  ContentHash NVARCHAR(64) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_PsychotherapyNotes PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_PsychotherapyNotes_Signature CHECK (
    (Status = 'Draft' AND SignedAt IS NULL AND ChainNumber IS NULL AND ContentHash IS NULL)
    OR (Status = 'Signed' AND SignedAt IS NOT NULL AND ChainNumber IS NOT NULL AND ContentHash IS NOT NULL))
);
GO
CREATE INDEX IX_PsychotherapyNotes_Author ON PsychotherapyNotes (CoupleId, AuthorId, PracticeId, Seq);
GO
CREATE UNIQUE INDEX UX_PsychotherapyNotes_Chain ON PsychotherapyNotes (CoupleId, AuthorId, ChainNumber) WHERE ChainNumber IS NOT NULL;
GO
CREATE TABLE NoteReturns (
  NoteId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteReturns_Note REFERENCES Notes (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteReturns_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteReturns_Couple REFERENCES Couples (Id),
  ReturnedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteReturns_ReturnedBy REFERENCES Accounts (Id),
  ReturnedAt DATETIMEOFFSET(3) NOT NULL,
  Remarks NVARCHAR(MAX) NOT NULL,
  ReplacementId UNIQUEIDENTIFIER NOT NULL,
  ContentHash NVARCHAR(64) NOT NULL,
  CONSTRAINT PK_NoteReturns PRIMARY KEY CLUSTERED (NoteId)
);
GO
CREATE INDEX IX_NoteReturns_Couple ON NoteReturns (CoupleId, PracticeId, ReturnedAt);
GO
CREATE TABLE NoteVersions (
  Id UNIQUEIDENTIFIER NOT NULL,
  NoteId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteVersions_Note REFERENCES Notes (Id),
  Number INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteVersions_Practice REFERENCES Practices (Id),
  SavedAt DATETIMEOFFSET(3) NOT NULL,
  Format NVARCHAR(20) NOT NULL CONSTRAINT CK_NoteVersions_Format CHECK (Format IN ('Soap', 'Dap', 'Birp', 'Girp', 'Narrative')),
  Sections NVARCHAR(MAX) NOT NULL,
  CONSTRAINT PK_NoteVersions PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_NoteVersions_Note ON NoteVersions (NoteId, Number);
GO
