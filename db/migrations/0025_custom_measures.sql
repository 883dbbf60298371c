-- A practice's own measures, their facts whole as JSON. Plain text: nothing of a client belongs into them. Facts never change and
-- rows stay when retired, since answers are read by them and a key is never used again.
CREATE TABLE OwnMeasures (
  Id UNIQUEIDENTIFIER NOT NULL,
  PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_OwnMeasures_Practice REFERENCES Practices (Id),
  Seq BIGINT NOT NULL,
  MeasureKey NVARCHAR(60) NOT NULL,
  Facts NVARCHAR(MAX) NOT NULL,
  CreatedBy UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_OwnMeasures_CreatedBy REFERENCES Accounts (Id),
  CreatedAt DATETIMEOFFSET(3) NOT NULL,
  RetiredAt DATETIMEOFFSET(3) NULL,
  Version INT NOT NULL,
  CONSTRAINT PK_OwnMeasures PRIMARY KEY CLUSTERED (Id)
);
GO
CREATE UNIQUE INDEX UX_OwnMeasures_Key ON OwnMeasures (PracticeId, MeasureKey);
GO
CREATE INDEX IX_OwnMeasures_Practice ON OwnMeasures (PracticeId, Seq);
GO
