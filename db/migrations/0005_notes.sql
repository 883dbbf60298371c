-- Clinical notes. Sections is one encrypted JSON. ClientId is the compartment: null is joint, else that partner's.
-- Signed progress notes of a case are a chain by ChainNumber; psychotherapy notes are one of their own per author.

CREATE TABLE Notes (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Couple REFERENCES Couples (Id),
  SessionId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_Session REFERENCES Sessions (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_Client REFERENCES Clients (Id),
  AuthorId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Notes_Author REFERENCES Accounts (Id),
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_Notes_Kind CHECK (Kind IN ('Progress', 'Psychotherapy')),
  Format NVARCHAR(20) NOT NULL CONSTRAINT CK_Notes_Format CHECK (Format IN ('Soap', 'Dap', 'Birp', 'Girp', 'Narrative')),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Notes_Status CHECK (Status IN ('Draft', 'AwaitingCosignature', 'Signed')),
  Sections NVARCHAR(MAX) NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  SignedAt DATETIMEOFFSET(3) NULL,
  ChainNumber INT NULL,
  PreviousHash NVARCHAR(64) NULL,
  ContentHash NVARCHAR(64) NULL,
  CosignedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Notes_CosignedBy REFERENCES Accounts (Id),
  CosignedAt DATETIMEOFFSET(3) NULL,
  CosignatureHash NVARCHAR(64) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Notes PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_Notes_Signature CHECK (
    (Status = 'Draft' AND SignedAt IS NULL AND ChainNumber IS NULL AND ContentHash IS NULL)
    OR (Status <> 'Draft' AND SignedAt IS NOT NULL AND ChainNumber IS NOT NULL AND ContentHash IS NOT NULL)),
  CONSTRAINT CK_Notes_Cosignature CHECK (
    (CosignedBy IS NULL AND CosignedAt IS NULL AND CosignatureHash IS NULL)
    OR (Status = 'Signed' AND CosignedBy IS NOT NULL AND CosignedBy <> AuthorId AND CosignedAt IS NOT NULL AND CosignatureHash IS NOT NULL))
);
GO
CREATE INDEX IX_Notes_Couple ON Notes (CoupleId, Seq);
GO
CREATE INDEX IX_Notes_Status ON Notes (CoupleId, Status, Seq);
GO
CREATE INDEX IX_Notes_Session ON Notes (SessionId);
GO
CREATE UNIQUE INDEX UX_Notes_Chain ON Notes (CoupleId, ChainNumber) WHERE Kind = 'Progress' AND ChainNumber IS NOT NULL;
GO
CREATE UNIQUE INDEX UX_Notes_PsychotherapyChain ON Notes (CoupleId, AuthorId, ChainNumber) WHERE Kind = 'Psychotherapy' AND ChainNumber IS NOT NULL;
GO
