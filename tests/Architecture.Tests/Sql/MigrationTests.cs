using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
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
        ["Notes.Kind"] = "NoteKind",
        ["Notes.Format"] = "NoteFormat",
        ["Notes.Status"] = "NoteStatus",
        ["Assignments.ForWhom"] = "AssignedTo",
        ["Assignments.CadenceKind"] = "CadenceKind",
        ["AssignmentLogs.Outcome"] = "LogOutcome",
        ["AssignmentLogs.Share"] = "LogShare",
        ["AssignmentLogHistory.Outcome"] = "LogOutcome",
        ["AssignmentLogHistory.Share"] = "LogShare",
        ["Responses.Risk"] = "RiskAnswer",
    };

    internal static MigrationLists Lists { get; } = new()
    {
        Enums = Enums,
        OtherWords = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Assignments.Status"] = "AssignmentStatus without Expired, which follows from the day and is never stored.",
        },
        // Accounts are deactivated, clients archived, consents and disclosures kept as they were: nothing looks for what
        // refers to a row that goes. The statement gate refuses a DELETE from these; whoever needs one adds the indexes.
        NeverDeleted = new HashSet<string>(["Practices", "Accounts", "Clients", "Consents", "Disclosures"], StringComparer.Ordinal),
    };

    [Fact]
    public void Every_migration_keeps_to_the_rules() =>
        Faults.AssertNone(Gate().Check(Migrator.BuiltIn));

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
    [InlineData(MigrationGate.Indexed, "0003_thing.sql", "CREATE TABLE Things (Id INT NOT NULL, CaseId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Things_Case REFERENCES Cases (Id), CONSTRAINT PK_Things PRIMARY KEY (Id, CaseId))")]
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
            UnindexedReferences = new Dictionary<string, string>(StringComparer.Ordinal) { ["FK_Gone"] = "It was once needed." },
        }).Check([Ground]));

    [Fact]
    public void Finds_nothing_wrong_with_sound_migrations() =>
        Faults.AssertNone(Planted().Check(
        [
            Ground,
            new Migration("0002_pair.sqlite.sql", "CREATE TRIGGER whatever"),
            new Migration("0002_pair.sqlserver.sql", "CREATE VIEW Open1 AS SELECT TOP 1 c.Id FROM Cases c"),
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
