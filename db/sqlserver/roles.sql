-- Three roles with no more rights than their work needs. Run once in the database, as its owner, after the first
-- "migrate"; run again after a migration that adds a table to the lists below. Then give each login its role:
--
--   CREATE LOGIN counseldesk_api WITH PASSWORD = '...';
--   CREATE USER counseldesk_api FOR LOGIN counseldesk_api;
--   ALTER ROLE counseldesk_app ADD MEMBER counseldesk_api;

IF DATABASE_PRINCIPAL_ID('counseldesk_app') IS NULL
  CREATE ROLE counseldesk_app;
IF DATABASE_PRINCIPAL_ID('counseldesk_migrator') IS NULL
  CREATE ROLE counseldesk_migrator;
IF DATABASE_PRINCIPAL_ID('counseldesk_reader') IS NULL
  CREATE ROLE counseldesk_reader;
GO

-- The API itself: rows, but no schema; what was audited, disclosed or migrated is written once and stays.
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO counseldesk_app;
GRANT VIEW DEFINITION ON SCHEMA::dbo TO counseldesk_app;
DENY UPDATE, DELETE ON AuditEntries TO counseldesk_app;
DENY DELETE ON AuditTails TO counseldesk_app;
DENY UPDATE, DELETE ON Disclosures TO counseldesk_app;
DENY UPDATE, DELETE ON AssignmentLogHistory TO counseldesk_app;
DENY UPDATE, DELETE ON AssignmentReviews TO counseldesk_app;
DENY UPDATE ON Attachments TO counseldesk_app;
DENY UPDATE ON AttachmentParts TO counseldesk_app;
DENY UPDATE, DELETE ON GoalRatingHistory TO counseldesk_app;
DENY UPDATE, DELETE ON GoalStatusChanges TO counseldesk_app;
DENY UPDATE, DELETE ON BaselineChoices TO counseldesk_app;
DENY UPDATE, DELETE ON ResponseHistory TO counseldesk_app;
DENY UPDATE, DELETE ON MessageReads TO counseldesk_app;
DENY UPDATE, DELETE ON NoteAddenda TO counseldesk_app;
DENY UPDATE, DELETE ON NoteReturns TO counseldesk_app;
DENY UPDATE, DELETE ON NoteSeals TO counseldesk_app;
DENY DELETE ON NoteSealEnds TO counseldesk_app;
DENY UPDATE ON NoteVersions TO counseldesk_app;
DENY UPDATE, DELETE ON PulseShares TO counseldesk_app;
DENY DELETE ON Practices TO counseldesk_app;
DENY DELETE ON Accounts TO counseldesk_app;
DENY DELETE ON Clients TO counseldesk_app;
DENY DELETE ON Consents TO counseldesk_app;
DENY INSERT, UPDATE, DELETE ON SchemaMigrations TO counseldesk_app;
GO

-- Whoever runs "migrate": the schema, and the row-level security on it.
GRANT CONTROL ON SCHEMA::dbo TO counseldesk_migrator;
GRANT CREATE TABLE, CREATE FUNCTION, ALTER ANY SECURITY POLICY TO counseldesk_migrator;
GO

-- Counts and reports by hand: no passwords, tokens or keys, and nothing of psychotherapy notes or of what drafts said before.
-- Clinical texts are encrypted by the API in any case. With row-level security on, a reader says first whose practice is
-- meant, as the API does.
GRANT SELECT ON SCHEMA::dbo TO counseldesk_reader;
DENY SELECT ON Secrets TO counseldesk_reader;
DENY SELECT ON RefreshTokens TO counseldesk_reader;
DENY SELECT ON IdempotencyKeys TO counseldesk_reader;
DENY SELECT ON PsychotherapyNotes TO counseldesk_reader;
DENY SELECT ON NoteVersions TO counseldesk_reader;
DENY SELECT ON CalendarFeeds TO counseldesk_reader;
DENY SELECT ON Accounts (PasswordHash, SecurityStamp) TO counseldesk_reader;
GO
