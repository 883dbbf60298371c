-- Addresses at which a therapist's own calendar is read without signing in. The address is shown once; what is kept finds
-- it again and cannot be turned back into it. A revoked one is gone, like one that never was.

CREATE TABLE CalendarFeeds (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CalendarFeeds_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  AccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_CalendarFeeds_Account REFERENCES Accounts (Id),
  SecretHash NVARCHAR(64) NOT NULL,
  Label NVARCHAR(100) NULL,
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_CalendarFeeds PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_CalendarFeeds_Secret ON CalendarFeeds (SecretHash);
GO
CREATE INDEX IX_CalendarFeeds_Account ON CalendarFeeds (AccountId, PracticeId, Seq);
GO
-- When somebody usually works: intervals of the week by the practice's clocks, kept as one text because they are read and
-- written as one. Who has no row has never said.
CREATE TABLE WorkingHours (
  AccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_WorkingHours_Account REFERENCES Accounts (Id),
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_WorkingHours_Practice REFERENCES Practices (Id),
  Week NVARCHAR(MAX) NOT NULL,
  ChangedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_WorkingHours PRIMARY KEY CLUSTERED (AccountId)
);
GO

-- When somebody is away. Why is nobody's business, and is not kept.
CREATE TABLE TimeOff (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_TimeOff_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  AccountId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_TimeOff_Account REFERENCES Accounts (Id),
  StartsAt DATETIMEOFFSET(3) NOT NULL,
  EndsAt DATETIMEOFFSET(3) NOT NULL,
  EnteredBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_TimeOff_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_TimeOff PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_TimeOff_Ends CHECK (EndsAt > StartsAt)
);
GO
CREATE INDEX IX_TimeOff_Account ON TimeOff (AccountId, PracticeId, StartsAt, Seq);
GO

-- Whether a session lay outside its therapist's hours when it was booked or last moved; null for those booked before there
-- were any hours.
ALTER TABLE Sessions ADD OutsideHours BIT NULL;
GO

-- Series are listed in the order of their booking, which their sessions' numbers tell for those there are.
ALTER TABLE SessionSeries ADD Seq BIGINT NOT NULL CONSTRAINT DF_SessionSeries_Seq DEFAULT 0;
GO
UPDATE SessionSeries SET Seq = COALESCE((SELECT MIN(s.Seq) FROM Sessions s WHERE s.SeriesId = SessionSeries.Id AND s.PracticeId = SessionSeries.PracticeId), 0);
GO
CREATE INDEX IX_SessionSeries_Couple ON SessionSeries (CoupleId, PracticeId, Seq);
GO
