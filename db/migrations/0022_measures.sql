-- Responses that are corrected, and baselines that a therapist names.

-- Version counts the forms of a response. CorrectedBy, CorrectedAt and CorrectionReason (encrypted) tell of the form that
-- stands; all are NULL while that is the first, which EnteredBy and EnteredAt tell of.
ALTER TABLE Responses ADD Version INT NOT NULL CONSTRAINT DF_Responses_Version DEFAULT 1;
GO
ALTER TABLE Responses ADD CorrectedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Responses_CorrectedBy REFERENCES Accounts (Id);
GO
ALTER TABLE Responses ADD CorrectedAt DATETIMEOFFSET(3) NULL;
GO
ALTER TABLE Responses ADD CorrectionReason NVARCHAR(MAX) NULL;
GO

-- The forms that stood before, as they were scored. Rows are only added.
CREATE TABLE ResponseHistory (
  ResponseId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ResponseHistory_Response REFERENCES Responses (Id),
  Version INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ResponseHistory_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ResponseHistory_Couple REFERENCES Couples (Id),
  Answers NVARCHAR(MAX) NOT NULL,
  Total INT NULL,
  RawTotal INT NULL,
  Decimals INT NOT NULL,
  Subscales NVARCHAR(500) NULL,
  Band NVARCHAR(60) NULL,
  MissingItems NVARCHAR(500) NULL,
  Risk NVARCHAR(20) NOT NULL CONSTRAINT CK_ResponseHistory_Risk CHECK (Risk IN ('NotAsked', 'None', 'Raised', 'Unanswered')),
  Constants NVARCHAR(4000) NOT NULL,
  WrittenBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_ResponseHistory_WrittenBy REFERENCES Accounts (Id),
  WrittenAt DATETIMEOFFSET(3) NOT NULL,
  Reason NVARCHAR(MAX) NULL,
  CONSTRAINT PK_ResponseHistory PRIMARY KEY CLUSTERED (ResponseId, Version)
);
GO

-- What a therapist named as a partner's baseline; the newest row of a partner and measure stands, none is changed. ResponseId
-- is NULL where the rule was taken up again: the first complete response. The reason is encrypted.
CREATE TABLE BaselineChoices (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_BaselineChoices_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_BaselineChoices_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_BaselineChoices_Client REFERENCES Clients (Id),
  Measure NVARCHAR(60) NOT NULL,
  ResponseId UNIQUEIDENTIFIER NULL CONSTRAINT FK_BaselineChoices_Response REFERENCES Responses (Id),
  Reason NVARCHAR(MAX) NOT NULL,
  ChosenBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_BaselineChoices_ChosenBy REFERENCES Accounts (Id),
  ChosenAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_BaselineChoices PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_BaselineChoices_Couple ON BaselineChoices (CoupleId, PracticeId, Seq);
GO

-- A practice's own wording of a measure, under its own licence; a row a measure. Items is JSON, NULL once it was taken away,
-- so that the version goes on. Nothing of a client is in it.
CREATE TABLE MeasureWordings (
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MeasureWordings_Practice REFERENCES Practices (Id),
  Measure NVARCHAR(60) NOT NULL,
  Items NVARCHAR(MAX) NULL,
  Instruction NVARCHAR(2000) NULL,
  WrittenBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MeasureWordings_WrittenBy REFERENCES Accounts (Id),
  WrittenAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_MeasureWordings PRIMARY KEY CLUSTERED (PracticeId, Measure)
);
GO

-- What partners are asked to answer in the portal. ClientId is NULL for each partner of the case. What is due, late and missed
-- is not kept: it follows from these, the sessions, the answers and the case's pauses.
CREATE TABLE MeasureRequests (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MeasureRequests_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MeasureRequests_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_MeasureRequests_Client REFERENCES Clients (Id),
  Measure NVARCHAR(60) NOT NULL,
  Repeats NVARCHAR(20) NOT NULL CONSTRAINT CK_MeasureRequests_Repeats CHECK (Repeats IN ('Once', 'EveryNWeeks', 'BeforeEachSession')),
  Weeks INT NULL CONSTRAINT CK_MeasureRequests_Weeks CHECK (Weeks BETWEEN 1 AND 52),
  StartOn DATE NOT NULL,
  DueWithinDays INT NOT NULL CONSTRAINT CK_MeasureRequests_DueWithinDays CHECK (DueWithinDays BETWEEN 0 AND 60),
  RequestedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MeasureRequests_RequestedBy REFERENCES Accounts (Id),
  RequestedAt DATETIMEOFFSET(3) NOT NULL,
  StoppedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_MeasureRequests_StoppedBy REFERENCES Accounts (Id),
  StoppedAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_MeasureRequests PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_MeasureRequests_Couple ON MeasureRequests (CoupleId, PracticeId, Seq);
GO

-- Answers that a partner has begun to give in the portal, encrypted; theirs alone, gone once they are sent.
CREATE TABLE ResponseDrafts (
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ResponseDrafts_Client REFERENCES Clients (Id),
  Measure NVARCHAR(60) NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_ResponseDrafts_Practice REFERENCES Practices (Id),
  Answers NVARCHAR(MAX) NULL,
  SavedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_ResponseDrafts PRIMARY KEY CLUSTERED (ClientId, Measure)
);
GO
