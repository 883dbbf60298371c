-- What each partner agreed to in writing, what was released to whom, and the accounting of disclosures.

CREATE TABLE Consents (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Consents_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Consents_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Consents_Client REFERENCES Clients (Id),
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_Consents_Kind CHECK (Kind IN ('Treatment', 'SecretsPolicy', 'Release')),
  SignedOn DATE NOT NULL,
  Policy NVARCHAR(20) NULL CONSTRAINT CK_Consents_Policy CHECK (Policy IN ('NoSecrets', 'LimitedSecrets', 'Confidential')),
  Recipient NVARCHAR(MAX) NULL,
  Purpose NVARCHAR(MAX) NULL,
  ExpiresOn DATE NULL,
  RecordedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Consents_RecordedBy REFERENCES Accounts (Id),
  RecordedAt DATETIMEOFFSET(3) NOT NULL,
  RevokedAt DATETIMEOFFSET(3) NULL,
  RevokedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Consents_RevokedBy REFERENCES Accounts (Id),
  RevokeReason NVARCHAR(MAX) NULL,
  CONSTRAINT PK_Consents PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Consents_Couple ON Consents (CoupleId, Seq);
GO

-- The accounting of disclosures (45 CFR 164.528). Rows are only ever added. ClientId NULL: the joint record.
CREATE TABLE Disclosures (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Disclosures_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Disclosures_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Disclosures_Client REFERENCES Clients (Id),
  Basis NVARCHAR(20) NOT NULL CONSTRAINT CK_Disclosures_Basis CHECK (Basis IN ('Authorization')),
  Recipient NVARCHAR(MAX) NOT NULL,
  Description NVARCHAR(MAX) NOT NULL,
  Purpose NVARCHAR(MAX) NOT NULL,
  DisclosedOn DATE NOT NULL,
  ByAccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Disclosures_By REFERENCES Accounts (Id),
  At DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Disclosures PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Disclosures_Couple ON Disclosures (CoupleId, Seq);
GO

-- A release is a disclosure that the partners authorized; the authorizations it rests on stay named.
CREATE TABLE Releases (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Releases_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Releases_Couple REFERENCES Couples (Id),
  DisclosureId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Releases_Disclosure REFERENCES Disclosures (Id),
  Method NVARCHAR(20) NOT NULL CONSTRAINT CK_Releases_Method CHECK (Method IN ('Mail', 'Fax', 'Email', 'Portal', 'InPerson', 'Verbal')),
  FirstAuthorizationId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Releases_FirstAuthorization REFERENCES Consents (Id),
  SecondAuthorizationId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Releases_SecondAuthorization REFERENCES Consents (Id),
  CONSTRAINT PK_Releases PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Releases_Couple ON Releases (CoupleId, Seq);
GO
