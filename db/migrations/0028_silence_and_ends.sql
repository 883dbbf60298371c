-- After how many days of silence a practice is told of homework and agreements, and when an assignment was completed.

ALTER TABLE Practices ADD HomeworkStalledDays INT NOT NULL CONSTRAINT DF_Practices_HomeworkStalledDays DEFAULT 21 CONSTRAINT CK_Practices_HomeworkStalledDays CHECK (HomeworkStalledDays BETWEEN 7 AND 180);
GO
ALTER TABLE Practices ADD AgreementBrokenOffDays INT NOT NULL CONSTRAINT DF_Practices_AgreementBrokenOffDays DEFAULT 14 CONSTRAINT CK_Practices_AgreementBrokenOffDays CHECK (AgreementBrokenOffDays BETWEEN 7 AND 180);
GO

-- Null while it is not completed, and again where an entry that completed it is taken down. Of those completed before, the
-- last entry's time is the nearest that is known.
ALTER TABLE Assignments ADD CompletedAt DATETIMEOFFSET(3) NULL;
GO
UPDATE Assignments SET CompletedAt = (SELECT MAX(l.EnteredAt) FROM AssignmentLogs l WHERE l.AssignmentId = Assignments.Id) WHERE Status = 'Completed';
GO
