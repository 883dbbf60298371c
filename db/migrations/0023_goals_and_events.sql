-- Goals with described levels, their ratings, and what happened between sessions.

-- ClientId is the compartment: null is joint. Texts is the title and the five levels, StatusReason why it stands so; both encrypted.
CREATE TABLE Goals (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Goals_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Goals_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Goals_Client REFERENCES Clients (Id),
  Texts NVARCHAR(MAX) NOT NULL,
  Weight INT NOT NULL CONSTRAINT CK_Goals_Weight CHECK (Weight BETWEEN 1 AND 10),
  BaselineLevel INT NULL CONSTRAINT CK_Goals_Baseline CHECK (BaselineLevel BETWEEN -2 AND 2),
  TargetOn DATE NULL,
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Goals_Status CHECK (Status IN ('Open', 'Reached', 'Dropped', 'Paused')),
  SetBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Goals_SetBy REFERENCES Accounts (Id),
  SetAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Goals PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Goals_Couple ON Goals (CoupleId, PracticeId, Seq);
GO

-- Each change of a goal's status, dated and with its reason, which is encrypted. Written once.
CREATE TABLE GoalStatusChanges (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalStatusChanges_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalStatusChanges_Couple REFERENCES Couples (Id),
  GoalId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalStatusChanges_Goal REFERENCES Goals (Id),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_GoalStatusChanges_Status CHECK (Status IN ('Open', 'Reached', 'Dropped', 'Paused')),
  Reason NVARCHAR(MAX) NOT NULL,
  ByAccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalStatusChanges_By REFERENCES Accounts (Id),
  At DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_GoalStatusChanges PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_GoalStatusChanges_Goal ON GoalStatusChanges (GoalId, PracticeId, Seq);
GO

-- ClientId is whose rating it is; null is the clinicians'. One of a goal, rater and day, which entering again amends. EnteredBy
-- is the clinician who entered it; null where the partner did. Note is encrypted.
CREATE TABLE GoalRatings (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatings_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatings_Couple REFERENCES Couples (Id),
  GoalId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatings_Goal REFERENCES Goals (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_GoalRatings_Client REFERENCES Clients (Id),
  Level INT NOT NULL CONSTRAINT CK_GoalRatings_Level CHECK (Level BETWEEN -2 AND 2),
  RatedOn DATE NOT NULL,
  Note NVARCHAR(MAX) NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_GoalRatings_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_GoalRatings PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_GoalRatings_Partner ON GoalRatings (GoalId, ClientId, RatedOn) WHERE ClientId IS NOT NULL;
GO
CREATE UNIQUE INDEX UX_GoalRatings_Clinician ON GoalRatings (GoalId, RatedOn) WHERE ClientId IS NULL;
GO
CREATE INDEX IX_GoalRatings_Goal ON GoalRatings (GoalId, PracticeId, Seq);
GO
CREATE INDEX IX_GoalRatings_Couple ON GoalRatings (CoupleId, PracticeId, RatedOn, Seq);
GO

-- What a rating was before it was entered again. Written once.
CREATE TABLE GoalRatingHistory (
  RatingId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatingHistory_Rating REFERENCES GoalRatings (Id),
  Version INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatingHistory_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_GoalRatingHistory_Couple REFERENCES Couples (Id),
  Level INT NOT NULL,
  Note NVARCHAR(MAX) NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_GoalRatingHistory_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  AmendedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_GoalRatingHistory PRIMARY KEY CLUSTERED (RatingId, Version)
);
GO

-- What happened between sessions. ClientId is the compartment: null is joint. EnteredBy is the clinician; null where the partner
-- whose compartment it is wrote it, and then Share says who reads it beside the clinicians. Texts is encrypted. Never changed:
-- what was wrong is withdrawn, and entered anew.
CREATE TABLE CaseEvents (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CaseEvents_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CaseEvents_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_CaseEvents_Client REFERENCES Clients (Id),
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_CaseEvents_Kind CHECK (Kind IN ('Setback', 'Milestone', 'TurningPoint')),
  HappenedOn DATE NOT NULL,
  Severity INT NULL CONSTRAINT CK_CaseEvents_Severity CHECK (Severity BETWEEN 0 AND 3),
  Texts NVARCHAR(MAX) NOT NULL,
  Share NVARCHAR(20) NOT NULL CONSTRAINT CK_CaseEvents_Share CHECK (Share IN ('Therapist', 'PartnerToo')),
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_CaseEvents_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  WithdrawnAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_CaseEvents PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_CaseEvents_Writer CHECK (EnteredBy IS NOT NULL OR ClientId IS NOT NULL)
);
GO
CREATE INDEX IX_CaseEvents_Couple ON CaseEvents (CoupleId, PracticeId, Seq);
GO
CREATE INDEX IX_CaseEvents_Day ON CaseEvents (CoupleId, PracticeId, HappenedOn, Seq);
GO

-- Since when what the alert is about has been so; null where that is when it was raised.
ALTER TABLE Alerts ADD SinceOn DATE NULL;
GO

-- What runs in a case, which alerts of silence and their next steps ask for.
CREATE INDEX IX_Assignments_Running ON Assignments (CoupleId, PracticeId, DueOn) WHERE Status IN ('Assigned', 'InProgress');
GO
