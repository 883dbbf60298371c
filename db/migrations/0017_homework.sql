-- An assignment's schedule: segments, each with its own cadence, and pauses.

-- The first segment begins with the assignment; a change of cadence begins the next and leaves those before as they were.
-- Weekdays are their three-letter names in order, parted by spaces.
CREATE TABLE AssignmentSegments (
  AssignmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentSegments_Assignment REFERENCES Assignments (Id),
  FromDay DATE NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentSegments_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentSegments_Couple REFERENCES Couples (Id),
  CadenceKind NVARCHAR(20) NOT NULL CONSTRAINT CK_AssignmentSegments_CadenceKind CHECK (CadenceKind IN ('Once', 'Daily', 'Weekly', 'TimesPerWeek', 'Weekdays')),
  TimesPerWeek INT NULL,
  Weekdays NVARCHAR(30) NULL,
  CONSTRAINT PK_AssignmentSegments PRIMARY KEY CLUSTERED (AssignmentId, FromDay)
);
GO
CREATE INDEX IX_AssignmentSegments_Couple ON AssignmentSegments (CoupleId, PracticeId, FromDay);
GO

-- ResumedAt is null while it lasts. Pauses of the whole case are not here: they follow from CoupleStatusChanges.
CREATE TABLE AssignmentPauses (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentPauses_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentPauses_Couple REFERENCES Couples (Id),
  AssignmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentPauses_Assignment REFERENCES Assignments (Id),
  Reason NVARCHAR(MAX) NULL,
  PausedAt DATETIMEOFFSET(3) NOT NULL,
  PausedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentPauses_PausedBy REFERENCES Accounts (Id),
  ResumedAt DATETIMEOFFSET(3) NULL,
  ResumedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_AssignmentPauses_ResumedBy REFERENCES Accounts (Id),
  CONSTRAINT PK_AssignmentPauses PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_AssignmentPauses_Running ON AssignmentPauses (AssignmentId) WHERE ResumedAt IS NULL;
GO
CREATE INDEX IX_AssignmentPauses_Couple ON AssignmentPauses (CoupleId, PracticeId, PausedAt);
GO

-- What a clinician said of what was logged; the newest stands, none is changed. ClientId is null for all of whom it is
-- expected. Ratings is JSON: which entry, in which form, was rated how.
CREATE TABLE AssignmentReviews (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentReviews_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentReviews_Couple REFERENCES Couples (Id),
  AssignmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentReviews_Assignment REFERENCES Assignments (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_AssignmentReviews_Client REFERENCES Clients (Id),
  Comment NVARCHAR(MAX) NULL,
  Ratings NVARCHAR(MAX) NOT NULL,
  ReviewedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AssignmentReviews_ReviewedBy REFERENCES Accounts (Id),
  ReviewedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_AssignmentReviews PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_AssignmentReviews_Assignment ON AssignmentReviews (AssignmentId, PracticeId, Seq);
GO

-- Quality is the clinician's rating of the form that stands; ReviewedVersion the form that was looked at last.
ALTER TABLE AssignmentLogs ADD Quality INT NULL CONSTRAINT CK_AssignmentLogs_Quality CHECK (Quality BETWEEN 0 AND 10);
GO
ALTER TABLE AssignmentLogs ADD ReviewedVersion INT NULL;
GO
ALTER TABLE AssignmentLogs ADD BarrierCode NVARCHAR(30) NULL CONSTRAINT CK_AssignmentLogs_BarrierCode CHECK (BarrierCode IN ('NoTime', 'Forgot', 'TooHard', 'NotWillingYet', 'Conflict', 'Unwell', 'Unclear', 'NotRelevant', 'PartnerUnavailable', 'FeltUnsafe', 'Other'));
GO
ALTER TABLE AssignmentLogHistory ADD BarrierCode NVARCHAR(30) NULL CONSTRAINT CK_AssignmentLogHistory_BarrierCode CHECK (BarrierCode IN ('NoTime', 'Forgot', 'TooHard', 'NotWillingYet', 'Conflict', 'Unwell', 'Unclear', 'NotRelevant', 'PartnerUnavailable', 'FeltUnsafe', 'Other'));
