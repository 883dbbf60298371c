-- Practices, the people who sign in, and what keeps requests honest: audit, idempotency, outbox.

CREATE TABLE Practices (
  Id UNIQUEIDENTIFIER NOT NULL,
  Name NVARCHAR(200) NOT NULL,
  TimeZone NVARCHAR(60) NOT NULL,
  SecretsPolicy NVARCHAR(20) NOT NULL CONSTRAINT CK_Practices_SecretsPolicy CHECK (SecretsPolicy IN ('NoSecrets', 'LimitedSecrets', 'Confidential')),
  HitsCutoff INT NOT NULL CONSTRAINT CK_Practices_HitsCutoff CHECK (HitsCutoff IN (10, 11)),
  AcuteBetrayalWeeks INT NOT NULL,
  LateCancellationHours INT NOT NULL,
  RetentionYears INT NOT NULL,
  SafetyContacts NVARCHAR(MAX) NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Practices PRIMARY KEY CLUSTERED (Id)
);
GO

-- Instance-wide secrets (the audit's sealing key, the set-up code), encrypted by keys that lie outside the database.
CREATE TABLE Secrets (
  Name NVARCHAR(40) NOT NULL,
  ProtectedValue NVARCHAR(MAX) NOT NULL,
  CONSTRAINT PK_Secrets PRIMARY KEY CLUSTERED (Name)
);
GO

CREATE TABLE Accounts (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Accounts_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  Email NVARCHAR(254) NOT NULL,
  NormalizedEmail NVARCHAR(254) NOT NULL,
  DisplayName NVARCHAR(200) NOT NULL,
  PasswordHash NVARCHAR(500) NULL,
  SecurityStamp NVARCHAR(100) NOT NULL,
  AccessFailedCount INT NOT NULL,
  LockoutEnd DATETIMEOFFSET(3) NULL,
  Roles NVARCHAR(100) NOT NULL,
  SupervisorId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Accounts_Supervisor REFERENCES Accounts (Id),
  ClientId UNIQUEIDENTIFIER NULL,
  Active BIT NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Accounts PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_Accounts_Email ON Accounts (NormalizedEmail, PracticeId);
GO
CREATE INDEX IX_Accounts_Practice ON Accounts (PracticeId, Seq);
GO
CREATE UNIQUE INDEX UX_Accounts_Client ON Accounts (ClientId) WHERE ClientId IS NOT NULL;
GO

-- A sign-in is a family of refresh tokens; ending it ends every access token that stems from it.
CREATE TABLE SignIns (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SignIns_Practice REFERENCES Practices (Id),
  AccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SignIns_Account REFERENCES Accounts (Id),
  StartedAt DATETIMEOFFSET(3) NOT NULL,
  ExpiresAt DATETIMEOFFSET(3) NOT NULL,
  EndedAt DATETIMEOFFSET(3) NULL,
  EndReason NVARCHAR(20) NULL CONSTRAINT CK_SignIns_EndReason CHECK (EndReason IN ('SignedOut', 'TokenReused', 'PasswordChanged', 'Deactivated')),
  CONSTRAINT PK_SignIns PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_SignIns_Account ON SignIns (AccountId, EndedAt);
GO

CREATE TABLE RefreshTokens (
  TokenHash NVARCHAR(64) NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_RefreshTokens_Practice REFERENCES Practices (Id),
  SignInId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_RefreshTokens_SignIn REFERENCES SignIns (Id),
  IssuedAt DATETIMEOFFSET(3) NOT NULL,
  SpentAt DATETIMEOFFSET(3) NULL,
  CONSTRAINT PK_RefreshTokens PRIMARY KEY NONCLUSTERED (TokenHash)
);
GO
CREATE INDEX IX_RefreshTokens_SignIn ON RefreshTokens (SignInId);
GO

-- The audit: one chain per practice (and one, all zeros, for what happens before a practice is known). Seal is an HMAC
-- over the entry and the seal before it, so that an altered, removed or inserted row is found.
CREATE TABLE AuditEntries (
  PracticeId UNIQUEIDENTIFIER NOT NULL,
  Seq BIGINT NOT NULL,
  At DATETIMEOFFSET(3) NOT NULL,
  AccountId UNIQUEIDENTIFIER NULL,
  Roles NVARCHAR(100) NOT NULL,
  Action NVARCHAR(60) NOT NULL,
  Outcome NVARCHAR(10) NOT NULL CONSTRAINT CK_AuditEntries_Outcome CHECK (Outcome IN ('Allowed', 'Refused', 'Failed')),
  Code NVARCHAR(60) NULL,
  CoupleId UNIQUEIDENTIFIER NULL,
  SubjectId UNIQUEIDENTIFIER NULL,
  ResourceId UNIQUEIDENTIFIER NULL,
  Reason NVARCHAR(1000) NULL,
  Address NVARCHAR(60) NULL,
  TraceId NVARCHAR(60) NULL,
  Seal NVARCHAR(64) NOT NULL,
  CONSTRAINT PK_AuditEntries PRIMARY KEY CLUSTERED (PracticeId, Seq)
);
GO
CREATE INDEX IX_AuditEntries_Account ON AuditEntries (PracticeId, AccountId, Seq);
GO
CREATE INDEX IX_AuditEntries_Couple ON AuditEntries (PracticeId, CoupleId, Seq);
GO
CREATE INDEX IX_AuditEntries_At ON AuditEntries (PracticeId, At);
GO

CREATE TABLE AuditTails (
  PracticeId UNIQUEIDENTIFIER NOT NULL,
  Seq BIGINT NOT NULL,
  Seal NVARCHAR(64) NOT NULL,
  CONSTRAINT PK_AuditTails PRIMARY KEY CLUSTERED (PracticeId)
);
GO

-- No reference to Practices: a set-up or a sign-in has none yet.
CREATE TABLE IdempotencyKeys (
  PracticeId UNIQUEIDENTIFIER NOT NULL,
  AccountId UNIQUEIDENTIFIER NOT NULL,
  KeyText NVARCHAR(200) NOT NULL,
  Answer NVARCHAR(MAX) NOT NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_IdempotencyKeys PRIMARY KEY NONCLUSTERED (PracticeId, AccountId, KeyText)
);
GO
CREATE INDEX IX_IdempotencyKeys_CreatedAt ON IdempotencyKeys (PracticeId, CreatedAt);
GO

CREATE TABLE Outbox (
  Seq BIGINT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Outbox_Practice REFERENCES Practices (Id),
  EventType NVARCHAR(60) NOT NULL,
  CoupleId UNIQUEIDENTIFIER NULL,
  ResourceId UNIQUEIDENTIFIER NOT NULL,
  At DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Outbox PRIMARY KEY CLUSTERED (PracticeId, Seq)
);
GO
