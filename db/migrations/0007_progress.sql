-- Answers to outcome measures. Each lies in the compartment of the partner who answered.

-- Totals are whole numbers of 10^-Decimals points, readable for series without decrypting the answers. Constants are the
-- cut-offs and the smallest reliable change as they were applied, so that a later change of them rewrites no history.
-- WeekStart is set for the weekly trust pulse only: the Monday of its week, of which each partner answers one.
-- EnteredBy is the clinician in session; null when the partner answered in the portal.
CREATE TABLE Responses (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Responses_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Responses_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Responses_Client REFERENCES Clients (Id),
  Measure NVARCHAR(60) NOT NULL,
  AnsweredOn DATE NOT NULL,
  WeekStart DATE NULL,
  Answers NVARCHAR(MAX) NOT NULL,
  Total INT NULL,
  RawTotal INT NULL,
  Decimals INT NOT NULL,
  Subscales NVARCHAR(500) NULL,
  Band NVARCHAR(60) NULL,
  MissingItems NVARCHAR(500) NULL,
  Risk NVARCHAR(20) NOT NULL CONSTRAINT CK_Responses_Risk CHECK (Risk IN ('NotAsked', 'None', 'Raised', 'Unanswered')),
  Constants NVARCHAR(4000) NOT NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Responses_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Responses PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Responses_Couple ON Responses (CoupleId, Seq);
GO
CREATE INDEX IX_Responses_Client ON Responses (ClientId, Measure, Seq);
GO
CREATE UNIQUE INDEX UX_Responses_Day ON Responses (CoupleId, ClientId, Measure, AnsweredOn);
GO
CREATE UNIQUE INDEX UX_Responses_Week ON Responses (CoupleId, ClientId, WeekStart) WHERE WeekStart IS NOT NULL;
GO
