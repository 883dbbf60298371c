-- What the two engines spell differently: how a column goes that has a CHECK. Row-level security goes first: behind it this
-- sees no rows at all. "migrate" builds it again.

IF OBJECT_ID('PracticeWall') IS NOT NULL
  EXECUTE ('DROP SECURITY POLICY PracticeWall');
GO
INSERT INTO AssignmentSegments (AssignmentId, FromDay, PracticeId, CoupleId, CadenceKind, TimesPerWeek, Weekdays)
SELECT a.Id, a.StartOn, a.PracticeId, a.CoupleId, a.CadenceKind, a.TimesPerWeek, NULL FROM Assignments a;
GO

-- A period is named by its first day's number in the assignment, so that it stays the same when the cadence changes. Two
-- steps, as a number on its way may be another entry's.
UPDATE AssignmentLogs SET Period = -(7 * (Period - 1) + 1)
WHERE Period > 1 AND AssignmentId IN (SELECT a.Id FROM Assignments a WHERE a.CadenceKind = 'Weekly');
GO
UPDATE AssignmentLogs SET Period = -Period WHERE Period < 0;
GO
ALTER TABLE Assignments DROP CONSTRAINT CK_Assignments_CadenceKind;
GO
ALTER TABLE Assignments DROP COLUMN CadenceKind;
GO
ALTER TABLE Assignments DROP COLUMN TimesPerWeek;
