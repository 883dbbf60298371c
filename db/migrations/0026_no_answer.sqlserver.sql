-- What the two engines spell differently: alerts know one more kind.

ALTER TABLE Alerts DROP CONSTRAINT CK_Alerts_Kind;
GO
ALTER TABLE Alerts ADD CONSTRAINT CK_Alerts_Kind CHECK (Kind IN ('EmergencyAccess', 'PositiveScreening', 'Deterioration', 'RiskAnswer', 'HomeworkStalled', 'AgreementBrokenOff', 'NoAnswer'));
GO
