-- Whether a partner lets their weekly pulse stand beside the other's on pages made for both.

-- Each change is a row, the last one stands, and while there is none it is no. SignedOn is the day of a signed form that a
-- clinician entered; EnteredBy is that clinician, and null when the partner said it in the portal.
CREATE TABLE PulseShares (
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PulseShares_Couple REFERENCES Couples (Id),
  ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PulseShares_Client REFERENCES Clients (Id),
  Version INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PulseShares_Practice REFERENCES Practices (Id),
  Shares BIT NOT NULL,
  SignedOn DATE NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_PulseShares_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_PulseShares PRIMARY KEY CLUSTERED (CoupleId, ClientId, Version)
);
