-- Indexes by the statements that exist: what no statement looks up by goes, what one asked for in vain comes. The dialects
-- differ in how an index is dropped; the rest of the two files is alike.

DROP INDEX IX_Couples_PartnerA ON Couples;
GO
DROP INDEX IX_Couples_PartnerB ON Couples;
GO
DROP INDEX IX_Couples_SeparatedFrom ON Couples;
GO
DROP INDEX IX_ClientWords_Client ON ClientWords;
GO
DROP INDEX IX_Accounts_Practice ON Accounts;
GO
DROP INDEX IX_RefreshTokens_SignIn ON RefreshTokens;
GO
DROP INDEX IX_AuditEntries_At ON AuditEntries;
GO
DROP INDEX IX_Notes_Status ON Notes;
GO
DROP INDEX IX_AssignmentLogHistory_Couple ON AssignmentLogHistory;
GO

-- A client's cases, whichever partner they are.
CREATE INDEX IX_Couples_PartnerA ON Couples (PartnerAId, PracticeId);
GO
CREATE INDEX IX_Couples_PartnerB ON Couples (PartnerBId, PracticeId);
GO
CREATE INDEX IX_ClientWords_Client ON ClientWords (ClientId, PracticeId);
GO

-- The few who work here, among the many accounts of clients.
CREATE INDEX IX_Accounts_Staff ON Accounts (PracticeId, Seq) WHERE ClientId IS NULL;
GO

-- Who touched this person, or made this.
CREATE INDEX IX_AuditEntries_Subject ON AuditEntries (PracticeId, SubjectId, Seq);
GO
CREATE INDEX IX_AuditEntries_Resource ON AuditEntries (PracticeId, ResourceId, Seq);
GO
