-- What the two engines spell differently. A CHECK cannot be changed here, so alerts are written anew into a table that knows
-- one more kind.

CREATE TABLE AlertsBefore AS SELECT * FROM Alerts;
GO
DROP TABLE Alerts;
GO
CREATE TABLE Alerts (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Alerts_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Alerts_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Alerts_Client REFERENCES Clients (Id),
  Kind NVARCHAR(40) NOT NULL CONSTRAINT CK_Alerts_Kind CHECK (Kind IN ('EmergencyAccess', 'PositiveScreening', 'Deterioration', 'RiskAnswer', 'HomeworkStalled', 'AgreementBrokenOff', 'NoAnswer')),
  Cause NVARCHAR(200) NOT NULL,
  Basis NVARCHAR(500) NOT NULL,
  RaisedAt DATETIMEOFFSET(3) NOT NULL,
  AcknowledgedAt DATETIMEOFFSET(3) NULL,
  AcknowledgedBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Alerts_AcknowledgedBy REFERENCES Accounts (Id),
  AcknowledgedNote NVARCHAR(MAX) NULL,
  Version INT NOT NULL,
  AssignmentIds NVARCHAR(MAX) NULL,
  SinceOn DATE NULL,
  CONSTRAINT PK_Alerts PRIMARY KEY CLUSTERED (Id)
);
GO
INSERT INTO Alerts (Id, PracticeId, Seq, CoupleId, ClientId, Kind, Cause, Basis, RaisedAt, AcknowledgedAt, AcknowledgedBy, AcknowledgedNote, Version, AssignmentIds, SinceOn)
SELECT Id, PracticeId, Seq, CoupleId, ClientId, Kind, Cause, Basis, RaisedAt, AcknowledgedAt, AcknowledgedBy, AcknowledgedNote, Version, AssignmentIds, SinceOn
FROM AlertsBefore;
GO
DROP TABLE AlertsBefore;
GO
CREATE UNIQUE INDEX UX_Alerts_Cause ON Alerts (CoupleId, Cause);
GO
CREATE INDEX IX_Alerts_Couple ON Alerts (CoupleId, PracticeId, Seq);
GO
CREATE INDEX IX_Alerts_Practice ON Alerts (PracticeId, Seq);
GO
