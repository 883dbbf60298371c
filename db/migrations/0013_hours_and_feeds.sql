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
