-- Sessions: booked, held, cancelled or missed. EndsAt is StartsAt plus Minutes, kept so that an overlap is one comparison.

CREATE TABLE Sessions (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Sessions_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Sessions_Couple REFERENCES Couples (Id),
  TherapistId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Sessions_Therapist REFERENCES Accounts (Id),
  StartsAt DATETIMEOFFSET(3) NOT NULL,
  EndsAt DATETIMEOFFSET(3) NOT NULL,
  Minutes INT NOT NULL CONSTRAINT CK_Sessions_Minutes CHECK (Minutes BETWEEN 15 AND 240),
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_Sessions_Kind CHECK (Kind IN ('Conjoint', 'Individual')),
  Place NVARCHAR(20) NOT NULL CONSTRAINT CK_Sessions_Place CHECK (Place IN ('Office', 'Video', 'Phone')),
  PartnerId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Sessions_Partner REFERENCES Clients (Id),
  Status NVARCHAR(20) NOT NULL CONSTRAINT CK_Sessions_Status CHECK (Status IN ('Booked', 'Held', 'Cancelled', 'NoShow')),
  AttendedA BIT NULL,
  AttendedB BIT NULL,
  CancelledBy NVARCHAR(20) NULL CONSTRAINT CK_Sessions_CancelledBy CHECK (CancelledBy IN ('Therapist', 'Practice', 'PartnerA', 'PartnerB', 'Couple')),
  CancelledAt DATETIMEOFFSET(3) NULL,
  CancelReason NVARCHAR(MAX) NULL,
  NoticeHours INT NULL,
  Late BIT NULL,
  BookedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Sessions_BookedBy REFERENCES Accounts (Id),
  BookedAt DATETIMEOFFSET(3) NOT NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_Sessions PRIMARY KEY CLUSTERED (Id),
  CONSTRAINT CK_Sessions_Partner CHECK ((Kind = 'Individual' AND PartnerId IS NOT NULL) OR (Kind = 'Conjoint' AND PartnerId IS NULL)),
  CONSTRAINT CK_Sessions_Cancelled CHECK ((Status = 'Cancelled' AND CancelledAt IS NOT NULL) OR (Status <> 'Cancelled' AND CancelledAt IS NULL))
);
GO
CREATE INDEX IX_Sessions_Therapist ON Sessions (TherapistId, PracticeId, StartsAt, Seq);
GO
CREATE INDEX IX_Sessions_Couple ON Sessions (CoupleId, PracticeId, StartsAt, Seq);
GO
CREATE INDEX IX_Sessions_Practice ON Sessions (PracticeId, StartsAt, Seq);
GO
