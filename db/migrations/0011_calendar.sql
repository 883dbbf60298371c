-- Sessions that were booked together. Each is a session of its own, kept as an instant; the series only ties them.
-- ChangedAt is when a session was last changed, null as long as it is as booked: calendars ask for it.

CREATE TABLE SessionSeries (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SessionSeries_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SessionSeries_Couple REFERENCES Couples (Id),
  EveryWeeks INT NOT NULL CONSTRAINT CK_SessionSeries_EveryWeeks CHECK (EveryWeeks BETWEEN 1 AND 52),
  BookedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SessionSeries_BookedBy REFERENCES Accounts (Id),
  BookedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_SessionSeries PRIMARY KEY CLUSTERED (Id)
);
GO
ALTER TABLE Sessions ADD SeriesId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Sessions_Series REFERENCES SessionSeries (Id);
GO
ALTER TABLE Sessions ADD ChangedAt DATETIMEOFFSET(3) NULL;
GO
CREATE INDEX IX_Sessions_Series ON Sessions (SeriesId, PracticeId, StartsAt, Seq) WHERE SeriesId IS NOT NULL;
GO
