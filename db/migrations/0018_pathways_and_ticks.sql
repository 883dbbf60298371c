-- What a positive screening holds back, pathways that a couple walks, what each partner keeps of the agreement, and messages.

-- An alert names the assignments that it is about: their ids, parted by spaces.
ALTER TABLE Alerts ADD AssignmentIds NVARCHAR(MAX) NULL;
GO

-- Pathways that a practice wrote itself, steps as JSON. A running one keeps its own copy of the steps.
CREATE TABLE OwnPathways (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_OwnPathways_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  PathwayKey NVARCHAR(60) NOT NULL,
  Title NVARCHAR(120) NOT NULL,
  Purpose NVARCHAR(600) NOT NULL,
  Steps NVARCHAR(MAX) NOT NULL,
  ArchivedAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_OwnPathways PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_OwnPathways_Key ON OwnPathways (PracticeId, PathwayKey);
GO
CREATE INDEX IX_OwnPathways_Practice ON OwnPathways (PracticeId, Seq);
GO

-- A pathway that a couple walks. Reasons are encrypted. At most one of a kind runs at a time.
CREATE TABLE PathwayRuns (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRuns_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRuns_Couple REFERENCES Couples (Id),
  PathwayKey NVARCHAR(60) NOT NULL,
  PathwayVersion INT NOT NULL,
  Title NVARCHAR(120) NOT NULL,
  StartOn DATE NOT NULL,
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_PathwayRuns_Status CHECK (Status IN ('Running', 'Completed', 'Stopped')),
  StartedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRuns_StartedBy REFERENCES Accounts (Id),
  StartedAt DATETIMEOFFSET(3) NOT NULL,
  EndedAt DATETIMEOFFSET(3) NULL,
  StopReason NVARCHAR(MAX) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_PathwayRuns PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_PathwayRuns_Running ON PathwayRuns (CoupleId, PathwayKey) WHERE Status = 'Running';
GO
CREATE INDEX IX_PathwayRuns_Couple ON PathwayRuns (CoupleId, PracticeId, Seq);
GO
CREATE INDEX IX_PathwayRuns_Running ON PathwayRuns (PracticeId, Seq) WHERE Status = 'Running';
GO

CREATE TABLE PathwayRunSteps (
  RunId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRunSteps_Run REFERENCES PathwayRuns (Id),
  Number INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRunSteps_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PathwayRunSteps_Couple REFERENCES Couples (Id),
  ExerciseKey NVARCHAR(60) NOT NULL,
  Title NVARCHAR(120) NOT NULL,
  Note NVARCHAR(600) NOT NULL,
  Opens NVARCHAR(20) NOT NULL CONSTRAINT CK_PathwayRunSteps_Opens CHECK (Opens IN ('AtStart', 'AfterPrevious', 'AfterDays', 'AfterDelay', 'AtInterval', 'OnDate', 'ByTherapist')),
  Days INT NULL,
  OnDate DATE NULL,
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_PathwayRunSteps_Status CHECK (Status IN ('Waiting', 'Held', 'Open', 'Done', 'Skipped')),
  HeldBecause NVARCHAR(20) NULL CONSTRAINT CK_PathwayRunSteps_HeldBecause CHECK (HeldBecause IN ('SafetyCaution', 'NoRole', 'NoExercise')),
  OpenedOn DATE NULL,
  EndedOn DATE NULL,
  AssignmentId UNIQUEIDENTIFIER NULL CONSTRAINT FK_PathwayRunSteps_Assignment REFERENCES Assignments (Id),
  SkipReason NVARCHAR(MAX) NULL,
  CONSTRAINT PK_PathwayRunSteps PRIMARY KEY CLUSTERED (RunId, Number)
);
GO

-- What each partner ticked of the agreement: one row per partner, row and period, which entering again changes. EnteredBy is
-- the clinician in session; null when the partner did it.
CREATE TABLE AgreementTicks (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementTicks_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementTicks_Couple REFERENCES Couples (Id),
  AgreementId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementTicks_Agreement REFERENCES Agreements (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AgreementTicks_Client REFERENCES Clients (Id),
  RowNumber INT NOT NULL,
  Period INT NOT NULL,
  Day DATE NOT NULL,
  Kept BIT NOT NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_AgreementTicks_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_AgreementTicks PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_AgreementTicks_Period ON AgreementTicks (AgreementId, ClientId, RowNumber, Period);
GO
CREATE INDEX IX_AgreementTicks_Couple ON AgreementTicks (CoupleId, PracticeId, Seq);
GO

-- A therapist's word to both partners (ClientId is null) or to one, encrypted; and who said to have read it.
CREATE TABLE Messages (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Messages_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Messages_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Messages_Client REFERENCES Clients (Id),
  Text NVARCHAR(MAX) NOT NULL,
  SentBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Messages_SentBy REFERENCES Accounts (Id),
  SentAt DATETIMEOFFSET(3) NOT NULL,
  WithdrawnAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Messages PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Messages_Couple ON Messages (CoupleId, PracticeId, Seq);
GO

CREATE TABLE MessageReads (
  MessageId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MessageReads_Message REFERENCES Messages (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MessageReads_Client REFERENCES Clients (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_MessageReads_Practice REFERENCES Practices (Id),
  ReadAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_MessageReads PRIMARY KEY CLUSTERED (MessageId, ClientId)
);
GO
