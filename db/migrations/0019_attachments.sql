-- Paper homework that is attached to an entry: photographs and documents, encrypted, in parts.

-- FileName is encrypted and only ever shown. EnteredBy is the clinician in session; null when the partner did it. Rows are
-- added and removed, never changed.
CREATE TABLE Attachments (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Attachments_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  CoupleId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Attachments_Couple REFERENCES Couples (Id),
  LogId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Attachments_Log REFERENCES AssignmentLogs (Id),
  Kind NVARCHAR(20) NOT NULL CONSTRAINT CK_Attachments_Kind CHECK (Kind IN ('Jpeg', 'Png', 'Pdf')),
  FileName NVARCHAR(MAX) NOT NULL,
  Bytes INT NOT NULL,
  Parts INT NOT NULL,
  EnteredBy UNIQUEIDENTIFIER NULL CONSTRAINT FK_Attachments_EnteredBy REFERENCES Accounts (Id),
  EnteredAt DATETIMEOFFSET(3) NOT NULL,
  CONSTRAINT PK_Attachments PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE INDEX IX_Attachments_Log ON Attachments (LogId, PracticeId, Seq);
GO

-- Each part is encrypted for its own place, so that none opens in another's.
CREATE TABLE AttachmentParts (
  AttachmentId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AttachmentParts_Attachment REFERENCES Attachments (Id),
  Number INT NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_AttachmentParts_Practice REFERENCES Practices (Id),
  Content VARBINARY(MAX) NOT NULL,
  CONSTRAINT PK_AttachmentParts PRIMARY KEY CLUSTERED (AttachmentId, Number)
);
