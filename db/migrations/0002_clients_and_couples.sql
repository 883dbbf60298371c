-- Client persons, the couple (or one person) as a case, why they came, and who may see it.

CREATE TABLE Clients (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Clients_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  FirstName NVARCHAR(100) NOT NULL,
  LastName NVARCHAR(100) NOT NULL,
  Email NVARCHAR(254) NULL,
  Phone NVARCHAR(40) NULL,
  BirthDate DATE NULL,
  Pronouns NVARCHAR(40) NULL,
  SafeContactMethod NVARCHAR(20) NOT NULL CONSTRAINT CK_Clients_SafeContactMethod CHECK (SafeContactMethod IN ('Any', 'Email', 'Phone', 'PortalOnly')),
  SafeContactVoicemail BIT NOT NULL,
  SafeContactNote NVARCHAR(500) NULL,
  ArchivedAt DATETIMEOFFSET(3) NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Clients PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Clients_Practice ON Clients (PracticeId, Seq);
GO

-- The words a client is found by: lower case, without accents, so that both engines find the same.
CREATE TABLE ClientWords (
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ClientWords_Practice REFERENCES Practices (Id),
  Word NVARCHAR(254) NOT NULL,
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ClientWords_Client REFERENCES Clients (Id),
  CONSTRAINT PK_ClientWords PRIMARY KEY CLUSTERED (PracticeId, Word, ClientId)
);
GO
CREATE INDEX IX_ClientWords_Client ON ClientWords (ClientId);
GO

CREATE TABLE Couples (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Couples_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_Couples_Kind CHECK (Kind IN ('Couple', 'Individual')),
  PartnerAId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Couples_PartnerA REFERENCES Clients (Id),
  PartnerBId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Couples_PartnerB REFERENCES Clients (Id),
  TherapistId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Couples_Therapist REFERENCES Accounts (Id),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Couples_Status CHECK (Status IN ('Intake', 'Active', 'Paused', 'Closed')),
  Distance NVARCHAR(20) NOT NULL CONSTRAINT CK_Couples_Distance CHECK (Distance IN ('Together', 'LongDistance')),
  FrozenAt DATETIMEOFFSET(3) NULL,
  SeparatedOn DATE NULL,
  SeparatedFromId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Couples_SeparatedFrom REFERENCES Couples (Id),
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Couples PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Couples_Practice ON Couples (PracticeId, Seq);
GO
CREATE INDEX IX_Couples_Therapist ON Couples (PracticeId, TherapistId, Seq);
GO
CREATE INDEX IX_Couples_PartnerA ON Couples (PartnerAId);
GO
CREATE INDEX IX_Couples_PartnerB ON Couples (PartnerBId);
GO
CREATE INDEX IX_Couples_SeparatedFrom ON Couples (SeparatedFromId);
GO

CREATE TABLE CoupleStatusChanges (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CoupleStatusChanges_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CoupleStatusChanges_Couple REFERENCES Couples (Id),
  Seq BIGINT NOT NULL,
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_CoupleStatusChanges_Status CHECK (Status IN ('Intake', 'Active', 'Paused', 'Closed')),
  Reason NVARCHAR(MAX) NOT NULL,
  ByAccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CoupleStatusChanges_By REFERENCES Accounts (Id),
  At DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_CoupleStatusChanges PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_CoupleStatusChanges_Couple ON CoupleStatusChanges (CoupleId, Seq);
GO

-- What the clinician made of it: one row a case, its codes beside it.
CREATE TABLE Formulations (
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Formulations_Couple REFERENCES Couples (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Formulations_Practice REFERENCES Practices (Id),
  Severity NVARCHAR(20) NULL CONSTRAINT CK_Formulations_Severity CHECK (Severity IN ('Mild', 'Moderate', 'Severe')),
  RoleA NVARCHAR(20) NOT NULL CONSTRAINT CK_Formulations_RoleA CHECK (RoleA IN ('None', 'Hurt', 'Involved')),
  RoleB NVARCHAR(20) NOT NULL CONSTRAINT CK_Formulations_RoleB CHECK (RoleB IN ('None', 'Hurt', 'Involved')),
  DisclosedOn DATE NULL,
  EarlierBreaches BIT NULL,
  Cultures NVARCHAR(MAX) NULL,
  Summary NVARCHAR(MAX) NULL,
  UpdatedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Formulations PRIMARY KEY CLUSTERED (CoupleId)
);
GO

CREATE TABLE FormulationCodes (
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_FormulationCodes_Couple REFERENCES Couples (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_FormulationCodes_Practice REFERENCES Practices (Id),
  Code NVARCHAR(60) NOT NULL,
  CONSTRAINT PK_FormulationCodes PRIMARY KEY CLUSTERED (CoupleId, Code)
);
GO

CREATE TABLE EmergencyAccesses (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_EmergencyAccesses_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_EmergencyAccesses_Couple REFERENCES Couples (Id),
  AccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_EmergencyAccesses_Account REFERENCES Accounts (Id),
  Reason NVARCHAR(1000) NOT NULL,
  StartedAt DATETIMEOFFSET(3) NOT NULL,
  EndsAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_EmergencyAccesses PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_EmergencyAccesses_Case ON EmergencyAccesses (CoupleId, AccountId, EndsAt);
GO

-- What asks a clinician's attention until somebody acknowledges it. Cause keeps one alert from being raised twice.
CREATE TABLE Alerts (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Alerts_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Alerts_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Alerts_Client REFERENCES Clients (Id),
  Kind NVARCHAR(40) NOT NULL CONSTRAINT CK_Alerts_Kind CHECK (Kind IN ('EmergencyAccess', 'PositiveScreening', 'Deterioration', 'RiskAnswer')),
  Cause NVARCHAR(200) NOT NULL,
  Basis NVARCHAR(500) NOT NULL,
  RaisedAt DATETIMEOFFSET(3) NOT NULL,
  AcknowledgedAt DATETIMEOFFSET(3) NULL,
  AcknowledgedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Alerts_AcknowledgedBy REFERENCES Accounts (Id),
  AcknowledgedNote NVARCHAR(MAX) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Alerts PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_Alerts_Cause ON Alerts (CoupleId, Cause);
GO
CREATE INDEX IX_Alerts_Couple ON Alerts (CoupleId, PracticeId, Seq);
GO
CREATE INDEX IX_Alerts_Practice ON Alerts (PracticeId, Seq);
GO

-- Each partner is screened alone. The newest row of a partner counts; it lies in that partner's compartment.
CREATE TABLE Screenings (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Screenings_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Screenings_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Screenings_Client REFERENCES Clients (Id),
  ScreenedOn DATE NOT NULL,
  Method NVARCHAR(20) NOT NULL CONSTRAINT CK_Screenings_Method CHECK (Method IN ('Hits', 'Judgement')),
  Answers NVARCHAR(MAX) NULL,
  Total INT NULL,
  Cutoff INT NULL,
  Positive BIT NOT NULL,
  Remarks NVARCHAR(MAX) NULL,
  ByAccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Screenings_By REFERENCES Accounts (Id),
  At DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Screenings PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Screenings_Couple ON Screenings (CoupleId, Seq);
GO
