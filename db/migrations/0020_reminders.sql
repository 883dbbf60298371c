-- What the clock tells of homework: that an assignment expired, and what a partner is reminded of; when and how they may be reached.

-- When it was told that the due day passed; null while it was not, and again once a later due day reopens the assignment.
ALTER TABLE Assignments ADD ExpiryToldAt DATETIMEOFFSET(3) NULL;
GO
CREATE INDEX IX_Assignments_Untold ON Assignments (PracticeId, DueOn) WHERE ExpiryToldAt IS NULL AND Status IN ('Assigned', 'InProgress');
GO

-- The first day on which a reminder may be due; the last of all days where none can be any more. It is never too late: a
-- change of the schedule sets it back, and whoever looks moves it on.
ALTER TABLE Assignments ADD RemindOn DATE NOT NULL CONSTRAINT DF_Assignments_RemindOn DEFAULT '2000-01-01';
GO
CREATE INDEX IX_Assignments_RemindOn ON Assignments (PracticeId, RemindOn) WHERE Status IN ('Assigned', 'InProgress');
GO

-- One row per partner, assignment and period, so that nobody is reminded of the same twice.
CREATE TABLE Reminders (
  AssignmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Reminders_Assignment REFERENCES Assignments (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Reminders_Client REFERENCES Clients (Id),
  Period INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Reminders_Practice REFERENCES Practices (Id),
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Reminders_Couple REFERENCES Couples (Id),
  RemindedAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Reminders PRIMARY KEY CLUSTERED (AssignmentId, ClientId, Period)
);
GO

-- Whom an event is for, where it is for one partner.
ALTER TABLE Outbox ADD ClientId UNIQUEIDENTIFIER NULL;
GO

-- Quiet hours in minutes since midnight by the practice's clocks; where they end before they begin, they cross midnight.
ALTER TABLE Practices ADD QuietFrom INT NOT NULL CONSTRAINT DF_Practices_QuietFrom DEFAULT 1260 CONSTRAINT CK_Practices_QuietFrom CHECK (QuietFrom BETWEEN 0 AND 1439);
GO
ALTER TABLE Practices ADD QuietTo INT NOT NULL CONSTRAINT DF_Practices_QuietTo DEFAULT 480 CONSTRAINT CK_Practices_QuietTo CHECK (QuietTo BETWEEN 0 AND 1439);
GO

-- How a client may safely be reached, beside the way, voicemail and the line for whoever calls. Why is what clinicians
-- know, the word what the client told them; both are encrypted, and only the clinicians of the client's cases read them.
ALTER TABLE Clients ADD Reminders BIT NOT NULL CONSTRAINT DF_Clients_Reminders DEFAULT 1;
GO
ALTER TABLE Clients ADD QuietFrom INT NULL CONSTRAINT CK_Clients_QuietFrom CHECK (QuietFrom BETWEEN 0 AND 1439);
GO
ALTER TABLE Clients ADD QuietTo INT NULL CONSTRAINT CK_Clients_QuietTo CHECK (QuietTo BETWEEN 0 AND 1439);
GO
ALTER TABLE Clients ADD SafeContactWhy NVARCHAR(MAX) NULL;
GO
ALTER TABLE Clients ADD SafeContactWord NVARCHAR(MAX) NULL;
GO

-- Who begins as what, where the exercise has roles, and whether they swap each period.
ALTER TABLE Assignments ADD RoleOfA NVARCHAR(40) NULL;
GO
ALTER TABLE Assignments ADD RoleOfB NVARCHAR(40) NULL;
GO
ALTER TABLE Assignments ADD RolesAlternate BIT NOT NULL CONSTRAINT DF_Assignments_RolesAlternate DEFAULT 0;
GO
