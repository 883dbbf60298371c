using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Plans;
using CounselDesk.Domain;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql;

public class MigrationTests
{
    /// <summary>The enum that each column with a closed list of words holds.</summary>
    private static readonly Dictionary<string, string> Enums = new(StringComparer.Ordinal)
    {
        ["Practices.SecretsPolicy"] = "SecretsPolicy",
        ["SignIns.EndReason"] = "SignInEnd",
        ["AuditEntries.Outcome"] = "AuditOutcome",
        ["Couples.Kind"] = "CaseKind",
        ["Couples.Status"] = "CoupleStatus",
        ["Couples.Distance"] = "Distance",
        ["CoupleStatusChanges.Status"] = "CoupleStatus",
        ["Formulations.Severity"] = "BreachSeverity",
        ["Formulations.RoleA"] = "BetrayalRole",
        ["Formulations.RoleB"] = "BetrayalRole",
        ["Alerts.Kind"] = "AlertKind",
        ["Clients.SafeContactMethod"] = "SafeContactMethod",
        ["Screenings.Method"] = "ScreeningMethod",
        ["Consents.Kind"] = "ConsentKind",
        ["Consents.Policy"] = "SecretsPolicy",
        ["Disclosures.Basis"] = "DisclosureBasis",
        ["Releases.Method"] = "ReleaseMethod",
        ["Sessions.Kind"] = "SessionKind",
        ["Sessions.Place"] = "SessionPlace",
        ["Sessions.Status"] = "SessionStatus",
        ["Sessions.CancelledBy"] = "SessionCanceller",
        ["Notes.Format"] = "NoteFormat",
        ["NoteTemplates.Format"] = "NoteFormat",
        ["Notes.Status"] = "NoteStatus",
        ["PsychotherapyNotes.Format"] = "NoteFormat",
        ["NoteVersions.Format"] = "NoteFormat",
        ["NoteAddenda.Kind"] = "AddendumKind",
        ["Assignments.ForWhom"] = "AssignedTo",
        ["AssignmentSegments.CadenceKind"] = "CadenceKind",
        ["PathwayRuns.Status"] = "PathwayRunStatus",
        ["PathwayRunSteps.Opens"] = "StepOpening",
        ["PathwayRunSteps.Status"] = "StepStatus",
        ["PathwayRunSteps.HeldBecause"] = "HeldBecause",
        ["AssignmentLogs.Outcome"] = "LogOutcome",
        ["AssignmentLogs.Share"] = "LogShare",
        ["AssignmentLogs.BarrierCode"] = "BarrierCode",
        ["AssignmentLogHistory.BarrierCode"] = "BarrierCode",
        ["AssignmentLogHistory.Outcome"] = "LogOutcome",
        ["AssignmentLogHistory.Share"] = "LogShare",
        ["Attachments.Kind"] = "AttachmentKind",
        ["Responses.Risk"] = "RiskAnswer",
        ["CaseEvents.Kind"] = "CaseEventKind",
        ["CaseEvents.Share"] = "EventShare",
        ["Goals.Status"] = "GoalStatus",
        ["GoalStatusChanges.Status"] = "GoalStatus",
        ["ResponseHistory.Risk"] = "RiskAnswer",
        ["MeasureRequests.Repeats"] = "MeasureRepeat",
    };

    internal static MigrationLists Lists { get; } = new()
    {
        Enums = Enums,
        OtherWords = new Dictionary<string, string>(StringComparer.Ordinal)
        {
    ["PsychotherapyNotes.Status"] = "NoteStatus without what a supervisor does, since nobody but its author reads one.",
            ["Assignments.Status"] = "AssignmentStatus without Expired, which follows from the day and is never stored.",
        },
    };

    [Fact]
    public void Every_migration_keeps_to_the_rules() =>
        Faults.AssertNone(Gate().Check(Migrator.BuiltIn));

    [Fact]
    public void Both_engines_get_the_same_indexes_and_triggers_that_name_what_exists()
    {
        using var sqlite = new MigratedSqlite();
        Faults.AssertNone([.. EngineGate.CheckTriggers(sqlite), .. EngineGate.CheckIndexes(sqlite, StatementTests.BuiltIn)]);
    }

    [Theory]
    [InlineData(EngineGate.Resolves, "CREATE TRIGGER TR_X ON Houses AFTER UPDATE AS BEGIN SET NOCOUNT ON; END", "UPDATE ON Houses")]
    [InlineData(EngineGate.Resolves, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN IF EXISTS (SELECT 1 FROM inserted i WHERE i.Gone = 1) THROW 51001, 'No.', 1; END", "UPDATE ON Cases")]
    [InlineData(EngineGate.Resolves, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN IF EXISTS (SELECT 1 FROM inserted i JOIN deleted d ON d.Id = i.Id JOIN Houses h ON h.Id = i.Id) THROW 51001, 'No.', 1; END", "UPDATE ON Cases")]
    [InlineData(EngineGate.Resolves, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN IF UPDATE(Nick) DELETE FROM Cases WHERE Rank = 3; END", "UPDATE ON Cases")]
    [InlineData(EngineGate.Resolves, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN UPDATE Cases SET Rank = 3 WHERE Hours = 24; END", "UPDATE ON Cases")]
    [InlineData("types", "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN IF EXISTS (SELECT 1 FROM inserted i WHERE i.Id = i.Nick) THROW 51001, 'No.', 1; END", "UPDATE ON Cases")]
    [InlineData(EngineGate.Resolves, "CREATE VIEW X AS SELECT h.Id FROM dbo.Houses h", null)]
    [InlineData(EngineGate.Resolves, "CREATE INDEX IX_Cases_Rank ON Cases (Rank)", null)]
    [InlineData(EngineGate.Resolves, "CREATE INDEX IX_Houses_Rank ON Houses (Rank)", null)]
    [InlineData(EngineGate.Resolves, "DROP INDEX IX_Cases_Rank ON Cases", null)]
    [InlineData(EngineGate.Resolves, "DROP INDEX IX_Cases_Name ON Houses", null)]
    [InlineData(EngineGate.Resolves, "ALTER TABLE Cases DROP CONSTRAINT CK_Cases_Rank", null)]
    [InlineData(EngineGate.Resolves, "ALTER TABLE Cases DROP COLUMN Rank", null)]
    [InlineData(EngineGate.Resolves, "ALTER TABLE Cases DROP COLUMN Hours\nGO\nCREATE VIEW X AS SELECT h.Id FROM Houses h", null)]
    [InlineData(EngineGate.Differs, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE, DELETE AS BEGIN SET NOCOUNT ON; END", "UPDATE ON Cases")]
    [InlineData(EngineGate.Differs, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN SET NOCOUNT ON; END", "INSERT ON Cases")]
    [InlineData(EngineGate.Differs, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN SET NOCOUNT ON; END", "UPDATE ON Others")]
    [InlineData(EngineGate.Differs, "CREATE TRIGGER TR_X ON Cases AFTER UPDATE AS BEGIN SET NOCOUNT ON; END", null)]
    [InlineData(EngineGate.Differs, "CREATE INDEX IX_Cases_Hours ON Cases (Hours)", "UPDATE ON Cases")]
    [InlineData(StatementGate.Parses, "CREATE TRIGER TR_X ON Cases AFTER UPDATE AS BEGIN SET NOCOUNT ON; END", null)]
    public void Catches_a_planted_fault_of_one_engine(string rule, string server, string? fires) =>
        Faults.AssertOnly(rule, Planted().Check([Ground, new Migration("0002_pair.sqlite.sql", fires is null ? "" : Trigger(fires)), new Migration("0002_pair.sqlserver.sql", server)]));

    [Theory]
    [InlineData("CREATE TRIGGER TR_X BEFORE UPDATE ON Cases WHEN NEW.Gone = 1 BEGIN SELECT RAISE(ABORT, 'No.'); END")]
    [InlineData("CREATE TRIGGER TR_X BEFORE UPDATE OF Nick ON Cases BEGIN SELECT RAISE(ABORT, 'No.') FROM Houses; END")]
    [InlineData("CREATE TRIGGER TR_X AFTER DELETE ON Cases WHEN OLD.Gone = 1 BEGIN SELECT RAISE(ABORT, 'No.'); END")]
    [InlineData("CREATE TRIGGER TR_X BEFORE INSERT ON Cases BEGIN DELETE FROM Cases WHERE Rank = NEW.Hours; END")]
    public void Catches_a_trigger_of_SQLite_that_names_what_is_not_there(string text)
    {
        using var sqlite = new MigratedSqlite([Ground, new Migration("0002_pair.sqlite.sql", text)]);
        Faults.AssertOnly(EngineGate.Resolves, [.. EngineGate.CheckTriggers(sqlite)]);
    }

    [Theory]
    [InlineData("CREATE INDEX IX_Cases_Hours ON Cases (Hours)", "CREATE INDEX IX_Cases_Hours ON Cases (Hours, Id)")]
    [InlineData("CREATE INDEX IX_Cases_Hours ON Cases (Hours)", "CREATE INDEX IX_Cases_Time ON Cases (Hours)")]
    [InlineData("CREATE INDEX IX_Cases_Hours ON Cases (Hours)", "CREATE UNIQUE INDEX IX_Cases_Hours ON Cases (Hours)")]
    [InlineData("CREATE INDEX IX_Cases_Hours ON Cases (Hours) WHERE Nick IS NULL", "CREATE INDEX IX_Cases_Hours ON Cases (Hours) WHERE Nick IS NOT NULL")]
    [InlineData("DROP INDEX IX_Cases_Name", "")]
    [InlineData("", "DROP INDEX IX_Cases_Name ON Cases")]
    public void Catches_indexes_that_differ(string embedded, string server)
    {
        using var sqlite = new MigratedSqlite([Ground, new Migration("0002_pair.sqlite.sql", embedded)]);
        Faults.AssertOnly(EngineGate.Differs, [.. EngineGate.CheckIndexes(sqlite, Schema.From([Ground.Text, server]))]);
    }

    [Fact]
    public void Takes_a_name_again_that_was_given_back() =>
        Faults.AssertNone(Planted().Check(
        [
            Ground,
            new Migration("0002_pair.sqlite.sql", "DROP INDEX IX_Cases_Name;\nGO\nCREATE INDEX IX_Cases_Name ON Cases (Hours)"),
            new Migration("0002_pair.sqlserver.sql", "DROP INDEX IX_Cases_Name ON Cases;\nGO\nCREATE INDEX IX_Cases_Name ON Cases (Hours)"),
        ]));

    private static string Trigger(string fires) => $"CREATE TRIGGER TR_X BEFORE {fires} BEGIN SELECT RAISE(ABORT, 'No.'); END";

    [Theory]
    [InlineData(MigrationGate.FileName, "3_thing.sql", "CREATE TABLE Things (Id INT NOT NULL, CONSTRAINT PK_Things PRIMARY KEY (Id))")]
    [InlineData(MigrationGate.FileName, "0001_other.sql", "CREATE TABLE Things (Id INT NOT NULL, CONSTRAINT PK_Things PRIMARY KEY (Id))")]
    [InlineData(MigrationGate.Paired, "0003_thing.sqlserver.sql", "CREATE TABLE Things (Id INT NOT NULL, CONSTRAINT PK_Things PRIMARY KEY (Id))")]
    [InlineData(MigrationGate.Paired, "0003_thing.sqlite.sql", "CREATE TRIGGER whatever")]
    [InlineData(StatementGate.Parses, "0003_thing.sql", "CREATE TABEL Things (Id INT NOT NULL)")]
    [InlineData(PortableWords.Rule, "0003_thing.sql", "CREATE VIEW Things AS SELECT c.Id FROM Cases c")]
    [InlineData(PortableWords.Rule, "0003_thing.sql", "CREATE TABLE Things (Id INT NOT NULL, At DATETIMEOFFSET(3) NOT NULL CONSTRAINT DF_Things_At DEFAULT SYSUTCDATETIME())")]
    [InlineData(PortableWords.Rule, "0003_thing.sql", "CREATE TABLE Things (CaseId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Things_Case REFERENCES Cases (Id) ON DELETE CASCADE, CONSTRAINT PK_Things PRIMARY KEY (CaseId))")]
    [InlineData(MigrationGate.PortableType, "0003_thing.sql", "CREATE TABLE Things (Score DECIMAL(9, 2) NOT NULL)")]
    [InlineData(MigrationGate.PortableType, "0003_thing.sql", "CREATE TABLE Things (At DATETIME2 NOT NULL)")]
    [InlineData(MigrationGate.PortableType, "0003_thing.sql", "CREATE TABLE Things (At DATETIMEOFFSET NOT NULL)")]
    [InlineData(MigrationGate.PortableType, "0003_thing.sql", "CREATE TABLE Things (Name VARCHAR(20) NOT NULL)")]
    [InlineData(MigrationGate.PortableType, "0003_thing.sql", "CREATE TABLE Things (Name NVARCHAR(20))")]
    [InlineData(MigrationGate.Named, "0003_thing.sql", "CREATE TABLE Things (Id INT NOT NULL PRIMARY KEY)")]
    [InlineData(MigrationGate.Named, "0003_thing.sql", "CREATE TABLE Things (N INT NOT NULL DEFAULT 0)")]
    [InlineData(MigrationGate.Named, "0003_thing.sql", "CREATE TABLE Things (N INT NOT NULL, CHECK (N > 0))")]
    [InlineData(MigrationGate.UniqueName, "0003_thing.sql", "CREATE TABLE Things (N INT NOT NULL CONSTRAINT CK_Cases_State CHECK (N > 0))")]
    [InlineData(MigrationGate.UniqueName, "0003_thing.sql", "CREATE INDEX IX_Cases_Name ON Cases (State)")]
    [InlineData(MigrationGate.EnumWords, "0003_thing.sql", "CREATE TABLE Things (State NVARCHAR(20) NOT NULL CONSTRAINT CK_Things_State CHECK (State IN ('Open', 'Shut')))")]
    [InlineData(MigrationGate.FilteredUnique, "0003_thing.sql", "CREATE UNIQUE INDEX UX_Cases_Nick ON Cases (Nick)")]
    [InlineData(MigrationGate.FilteredUnique, "0003_thing.sql", "CREATE TABLE Things (Nick NVARCHAR(20) NULL CONSTRAINT UQ_Things_Nick UNIQUE)")]
    public void Catches_a_planted_fault(string rule, string name, string text) =>
        Faults.AssertOnly(rule, Planted().Check([Ground, new Migration(name, text)]));

    [Theory]
    [InlineData("'Open'")]
    [InlineData("'Open', 'Shut', 'Ajar'")]
    [InlineData("'Open', 'shut'")]
    public void Catches_a_check_that_differs_from_its_enum(string words) =>
        Faults.AssertOnly(MigrationGate.EnumWords, Planted().Check([Ground with { Text = Ground.Text.Replace("'Open', 'Shut'", words, StringComparison.Ordinal) }]));

    [Fact]
    public void Catches_a_column_too_short_for_its_enum() =>
        Faults.AssertOnly(MigrationGate.EnumWords, Planted().Check([Ground with { Text = Ground.Text.Replace("NVARCHAR(20)", "NVARCHAR(3)", StringComparison.Ordinal) }]));

    [Fact]
    public void Catches_a_listed_exception_that_nothing_needs() =>
        Faults.AssertOnly("stale-list", new MigrationGate([typeof(PlantedState)], PlantedLists with
        {
            OneEngine = new Dictionary<string, string>(StringComparer.Ordinal) { ["0009_gone.sqlite.sql"] = "It was once needed." },
        }).Check([Ground]));

    [Fact]
    public void Finds_nothing_wrong_with_sound_migrations() =>
        Faults.AssertNone(Planted().Check(
        [
            Ground,
            new Migration("0002_pair.sqlite.sql", Trigger("UPDATE ON Cases") + ";\nGO\n" + Trigger("DELETE ON Cases")),
            new Migration("0002_pair.sqlserver.sql", """
                CREATE TRIGGER TR_X ON Cases AFTER UPDATE, DELETE AS
                BEGIN
                  SET NOCOUNT ON;
                  IF EXISTS (SELECT 1 FROM deleted d LEFT JOIN inserted i ON i.Id = d.Id WHERE d.State = 'Shut' AND (i.Id IS NULL OR i.Nick <> d.Nick)) THROW 51001, 'No.', 1;
                  UPDATE Cases SET Hours = 48 WHERE Id IN (SELECT i.Id FROM inserted i);
                END
                GO
                CREATE VIEW Open1 AS SELECT TOP 1 c.Id, t.name FROM Cases c CROSS JOIN sys.tables t
                """),
            new Migration("0003_more.sql", "ALTER TABLE Cases ADD Motto NVARCHAR(40) NULL\nGO\nCREATE UNIQUE INDEX UX_Cases_Motto ON Cases (Motto) WHERE Motto IS NOT NULL"),
        ]));

    private static readonly Migration Ground = new("0001_ground.sql", """
        CREATE TABLE Cases (
          Id UNIQUEIDENTIFIER NOT NULL,
          Nick NVARCHAR(40) NULL,
          State NVARCHAR(20) NOT NULL CONSTRAINT CK_Cases_State CHECK (State IN ('Open', 'Shut')),
          Hours INT NOT NULL CONSTRAINT CK_Cases_Hours CHECK (Hours IN (24, 48)),
          CONSTRAINT PK_Cases PRIMARY KEY CLUSTERED (Id)
        );
        GO
        CREATE INDEX IX_Cases_Name ON Cases (Nick);
        """);

    private static readonly MigrationLists PlantedLists = new()
    {
        Enums = new Dictionary<string, string>(StringComparer.Ordinal) { ["Cases.State"] = nameof(PlantedState) },
    };

    private static MigrationGate Gate() => new([.. new[] { typeof(Limits), typeof(IDb) }.SelectMany(type => type.Assembly.GetTypes()).Where(type => type.IsEnum)], Lists);

    private static MigrationGate Planted() => new([typeof(PlantedState)], PlantedLists);

    private enum PlantedState
    {
        Open,
        Shut,
    }
}
