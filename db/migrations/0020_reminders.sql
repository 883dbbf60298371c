-- What the clock tells of homework: that an assignment expired.

-- When it was told that the due day passed; null while it was not, and again once a later due day reopens the assignment.
ALTER TABLE Assignments ADD ExpiryToldAt DATETIMEOFFSET(3) NULL;
GO
CREATE INDEX IX_Assignments_Untold ON Assignments (PracticeId, DueOn) WHERE ExpiryToldAt IS NULL AND Status IN ('Assigned', 'InProgress');
GO
