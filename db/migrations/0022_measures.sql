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
