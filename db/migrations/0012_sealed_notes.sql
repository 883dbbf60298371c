-- NoteSeals: what was signed in a case, in order, as a witness apart from the notes. Each Seal is encrypted for its case and
-- number, so that nobody without the keys can write, change or move one; NoteSealEnds says how many there are.
-- NoteAddenda: what was added to a signed note. Text is encrypted; each is chained to the note, or to the addendum before it.

CREATE TABLE NoteSeals (
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteSeals_Couple REFERENCES Couples (Id),
  Number INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteSeals_Practice REFERENCES Practices (Id),
  Seal NVARCHAR(MAX) NOT NULL,
  CONSTRAINT PK_NoteSeals PRIMARY KEY CLUSTERED (CoupleId, Number)
);
GO
CREATE TABLE NoteSealEnds (
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteSealEnds_Couple REFERENCES Couples (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteSealEnds_Practice REFERENCES Practices (Id),
  Number INT NOT NULL,
  Seal NVARCHAR(MAX) NOT NULL,
  CONSTRAINT PK_NoteSealEnds PRIMARY KEY CLUSTERED (CoupleId)
);
GO
CREATE TABLE NoteAddenda (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteAddenda_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteAddenda_Couple REFERENCES Couples (Id),
  NoteId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteAddenda_Note REFERENCES Notes (Id),
  Number INT NOT NULL,
  Kind NVARCHAR(40) NOT NULL CONSTRAINT CK_NoteAddenda_Kind CHECK (Kind IN ('Addendum', 'Correction', 'LateEntry', 'StatementOfDisagreement')),
  PartnerId UNIQUEIDENTIFIER NULL CONSTRAINT FK_NoteAddenda_Partner REFERENCES Clients (Id),
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_NoteAddenda_Author REFERENCES Accounts (Id),
  Text NVARCHAR(MAX) NOT NULL,
  SignedAt DATETIMEOFFSET(3) NOT NULL,
  PreviousHash NVARCHAR(64) NOT NULL,
  ContentHash NVARCHAR(64) NOT NULL,
  CONSTRAINT PK_NoteAddenda PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_NoteAddenda_Partner CHECK (
    (Kind = 'StatementOfDisagreement' AND PartnerId IS NOT NULL) OR (Kind <> 'StatementOfDisagreement' AND PartnerId IS NULL))
);
GO
CREATE UNIQUE INDEX UX_NoteAddenda_Note ON NoteAddenda (NoteId, Number);
GO
CREATE INDEX IX_NoteAddenda_Couple ON NoteAddenda (CoupleId, PracticeId, Seq);
GO
