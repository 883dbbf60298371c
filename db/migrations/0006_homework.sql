-- Homework between sessions, what each partner logs of it, and the couple's trust agreement.

-- ExerciseText is the exercise as it was given, so that a later version of the catalogue does not change it. Status is
-- kept by the commands; only "expired" is a matter of the day, and is read as DueOn < today.
CREATE TABLE Assignments (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Assignments_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Assignments_Couple REFERENCES Couples (Id),
  ForWhom NVARCHAR(20) NOT NULL CONSTRAINT CK_Assignments_ForWhom CHECK (ForWhom IN ('Couple', 'Each', 'Partner')),
  PartnerId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Assignments_Partner REFERENCES Clients (Id),
  ExerciseKey NVARCHAR(60) NOT NULL,
  ExerciseVersion INT NOT NULL,
  Title NVARCHAR(120) NOT NULL,
  ExerciseText NVARCHAR(MAX) NOT NULL,
  StartOn DATE NOT NULL,
  DueOn DATE NULL,
  EndedOn DATE NULL,
  CadenceKind NVARCHAR(20) NOT NULL CONSTRAINT CK_Assignments_CadenceKind CHECK (CadenceKind IN ('Once', 'Daily', 'Weekly', 'TimesPerWeek')),
  TimesPerWeek INT NULL,
  Target INT NULL,
  Instructions NVARCHAR(MAX) NULL,
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Assignments_Status CHECK (Status IN ('Assigned', 'InProgress', 'Completed', 'Withdrawn')),
  Warnings NVARCHAR(200) NOT NULL,
  OverrideRationale NVARCHAR(MAX) NULL,
  AssignedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Assignments_AssignedBy REFERENCES Accounts (Id),
  AssignedAt DATETIMEOFFSET(3) NOT NULL,
  WithdrawnAt DATETIMEOFFSET(3) NULL,
  WithdrawnBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Assignments_WithdrawnBy REFERENCES Accounts (Id),
  WithdrawnReason NVARCHAR(MAX) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Assignments PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_Assignments_Partner CHECK ((ForWhom = 'Partner' AND PartnerId IS NOT NULL) OR (ForWhom <> 'Partner' AND PartnerId IS NULL))
);
GO
CREATE INDEX IX_Assignments_Couple ON Assignments (CoupleId, Seq);
GO

-- One row per partner, assignment and period: entering again changes it, and the form it had goes to the history.
-- Answers is null when nothing was answered. EnteredBy is the clinician in session; null when the partner did it.
CREATE TABLE AssignmentLogs (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogs_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogs_Couple REFERENCES Couples (Id),
  AssignmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogs_Assignment REFERENCES Assignments (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogs_Client REFERENCES Clients (Id),
  Period INT NOT NULL,
  DoneOn DATE NOT NULL,
  Outcome NVARCHAR(20) NOT NULL CONSTRAINT CK_AssignmentLogs_Outcome CHECK (Outcome IN ('Done', 'Partly', 'Skipped')),
  Helpful INT NULL CONSTRAINT CK_AssignmentLogs_Helpful CHECK (Helpful BETWEEN 0 AND 10),
  Difficulty INT NULL CONSTRAINT CK_AssignmentLogs_Difficulty CHECK (Difficulty BETWEEN 0 AND 10),
  Answers NVARCHAR(MAX) NULL,
  Share NVARCHAR(20) NOT NULL CONSTRAINT CK_AssignmentLogs_Share CHECK (Share IN ('Therapist', 'PartnerToo', 'WhenBothAnswered')),
  Barrier NVARCHAR(MAX) NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_AssignmentLogs_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_AssignmentLogs PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_AssignmentLogs_Period ON AssignmentLogs (AssignmentId, ClientId, Period);
GO
CREATE INDEX IX_AssignmentLogs_Couple ON AssignmentLogs (CoupleId, Seq);
GO
CREATE INDEX IX_AssignmentLogs_Assignment ON AssignmentLogs (AssignmentId, Seq);
GO

CREATE TABLE AssignmentLogHistory (
  LogId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogHistory_Log REFERENCES AssignmentLogs (Id),
  Version INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogHistory_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentLogHistory_Couple REFERENCES Couples (Id),
  DoneOn DATE NOT NULL,
  Outcome NVARCHAR(20) NOT NULL CONSTRAINT CK_AssignmentLogHistory_Outcome CHECK (Outcome IN ('Done', 'Partly', 'Skipped')),
  Helpful INT NULL,
  Difficulty INT NULL,
  Answers NVARCHAR(MAX) NULL,
  Share NVARCHAR(20) NOT NULL CONSTRAINT CK_AssignmentLogHistory_Share CHECK (Share IN ('Therapist', 'PartnerToo', 'WhenBothAnswered')),
  Barrier NVARCHAR(MAX) NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_AssignmentLogHistory_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  AmendedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_AssignmentLogHistory PRIMARY KEY CLUSTERED (LogId, Version)
);
GO
CREATE INDEX IX_AssignmentLogHistory_Couple ON AssignmentLogHistory (CoupleId);
GO

-- Each change of the trust agreement is a new version; the rows are encrypted as a whole.
CREATE TABLE Agreements (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Agreements_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Agreements_Couple REFERENCES Couples (Id),
  AgreementRows NVARCHAR(MAX) NOT NULL,
  ReviewOn DATE NOT NULL,
  WrittenBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Agreements_WrittenBy REFERENCES Accounts (Id),
  WrittenAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Agreements PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_Agreements_Version ON Agreements (CoupleId, Version);
GO

-- A partner's acceptance of one version. InSessionBy is the clinician who recorded it; null when the partner did.
CREATE TABLE AgreementAcceptances (
  AgreementId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementAcceptances_Agreement REFERENCES Agreements (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementAcceptances_Client REFERENCES Clients (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementAcceptances_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementAcceptances_Couple REFERENCES Couples (Id),
  AcceptedAt DATETIMEOFFSET(3) NOT NULL,
  InSessionBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_AgreementAcceptances_InSessionBy REFERENCES Accounts (Id),
  CONSTRAINT PK_AgreementAcceptances PRIMARY KEY CLUSTERED (AgreementId, ClientId)
);
GO
CREATE INDEX IX_AgreementAcceptances_Couple ON AgreementAcceptances (CoupleId);
GO
