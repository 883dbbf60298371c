using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Plans;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql;

public class StatementTests(MigratedSqlite sqlite) : IClassFixture<MigratedSqlite>
{
    private const string OfOneCase = "What one case has of it, a handful a month, by an index of the case: an index by time would be kept for this page alone.";

    private static readonly StatementLists Lists = new()
    {
        AnyPractice = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["People/Accounts.ByEmailAnyPracticeSql"] = "Signing in: the address is known before the practice.",
            ["People/Accounts.ByIdAnyPracticeSql"] = "Accepting an invitation: the one-time token decides, the practice follows from the account.",
            ["People/SignIns.FindTokenAnyPracticeSql"] = "Refreshing: the token's hash finds one row or none, the practice follows from it.",
            ["People/SignIns.CallerAnyPracticeSql"] = "It is what finds out whose practice a request belongs to.",
            ["Calendars/ReadCalendarFeedHandler.OwnerAnyPracticeSql"] = "Reading a calendar: the address' hash finds one row or none, the practice follows from it.",
            ["Demo/DemoPractice.CountAnyPracticeSql"] = "The demo is planted only where there is no practice at all.",
            ["Jobs/AllPractices.ListAnyPracticeSql"] = "The clock's work is done for every practice, each in a scope of its own.",
        },
        FullScans = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/Migrator.AppliedSql"] = "One row a migration, read whole when the program starts.",
            ["Demo/DemoPractice.CountAnyPracticeSql"] = "One row a practice, counted when the program starts.",
            ["Jobs/AllPractices.ListAnyPracticeSql"] = "One row a practice, read whole when a job runs.",
        },
        PracticeSearches = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["People/StaffDuties.OtherAdminsSql"] = "All who work in the practice, by an index of them alone.",
            ["People/StaffDuties.SuperviseesSql"] = "All who work in the practice, by an index of them alone.",
            ["Toolkit/PracticeToolkit.CurrentSql"] = "All of the practice's own exercises, of which there are at most five hundred: they are searched and ranked beside ours.",
            ["Toolkit/PracticeToolkit.ArchivedSql"] = "All of the practice's own exercises, of which there are at most five hundred.",
            ["Toolkit/PracticeToolkit.CountSql"] = "Counts what the practice has, of which there are at most five hundred.",
            ["Pathways/PathwayBook.AllOwnSql"] = "All that the practice wrote itself, of which there are at most a hundred.",
            ["Pathways/CreatePathwayHandler.CountSql"] = "Counts what the practice has, of which there are at most a hundred.",
            ["Pathways/OpenDueSteps.RunningSql"] = "All that run, by an index of them alone, once for each pass of the clock.",
            ["Measures/PracticeMeasures.AllSql"] = "All of the practice's own measures, of which there are at most fifty.",
            ["Measures/MeasureWordings.AllSql"] = "A row a measure, of which there are a few dozen.",
            ["NoteTemplates/NoteTemplates.CountSql"] = "Counts what the practice has, of which there are at most a hundred.",
            ["Notes/ListOverdueNotesHandler.ListSql"] = "All who work in the practice, by an index of them alone, for whom the caller supervises.",
            ["NoteSearch/ReadableNotes.KeysSql"] = "All who work in the practice, by an index of them alone, for whom the caller supervises.",
            ["Audit/AuditVerifier.EntriesSql"] = "The chain is verified from its first entry to its last, as a stream.",
        },
        PagedSorts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Audit/ListAuditHandler.AboutSql"] = "Entries about one case or person, from three indexes, sorted by the numbers alone.",
            ["Clients/SearchClientsHandler.SearchSql"] = "Whoever has the words, by name: the order has nothing to do with what is looked up.",
            ["Couples/SearchCouplesHandler.SearchSql"] = "Whoever has the words, by name: the order has nothing to do with what is looked up.",
            ["Notes/ListOverdueNotesHandler.ListSql"] = "The drafts of the caller and of whom they supervise, by an index of drafts alone: a handful, or there is worse to mend.",
            ["NoteSearch/ReadableNotes.KeysSql"] = "Ids of all notes of the caller's cases, no texts: the cost is measured, see decision 0015.",
            ["Portal/PortalAssignments.ListSql"] = "Homework of one partner's open cases, of which there are one or two.",
            ["Portal/PortalAssignments.RunningSql"] = "Homework of one partner's open cases, of which there are one or two.",
            ["Portal/PortalMessages.ListSql"] = "Messages of one partner's open cases, of which there are one or two.",
            ["Portal/PortalMessages.UnreadSql"] = "Messages of one partner's open cases, of which there are one or two.",
            ["Events/PortalEvents.ListSql"] = "Events of one partner's open cases, of which there are one or two.",
            ["Goals/PortalGoals.ListSql"] = "Goals of one partner's open cases, of which there are one or two.",
            ["Timeline/CareTimeline.NotesSql"] = OfOneCase,
            ["Timeline/CareTimeline.StatusesSql"] = OfOneCase,
            ["Timeline/CareTimeline.ConsentsSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.AssignmentsSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.EndedSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.ExpiredSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.LogsSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.AgreementsSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.AcceptancesSql"] = OfOneCase,
            ["Timeline/HomeworkTimeline.PathwaysSql"] = OfOneCase,
            ["Timeline/ProgressTimeline.ResponsesSql"] = OfOneCase,
            ["Timeline/ProgressTimeline.ScreeningsSql"] = OfOneCase,
            ["Timeline/ProgressTimeline.AlertsSql"] = OfOneCase,
            ["Timeline/ProgressTimeline.GoalsSql"] = OfOneCase,
            ["Timeline/ProgressTimeline.GoalStatusesSql"] = OfOneCase,
            ["Progress/AnswerTrustPulseHandler.OpenCaseSql"] = "One partner's cases, which are a handful.",
            ["Progress/ResponseEntry.EarlierSql"] = "At most two rows: one of the day, one of the week.",
        },
        OneEngine = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/SqlServerDialect.LockSql"] = "SQL Server's named lock; SQLite's one writer needs none.",
            ["Sql/RowLevelSecurity.AdmitSql"] = "Row-level security is SQL Server's.",
            ["Sql/RowLevelSecurity.TakeDownSql"] = "Row-level security is SQL Server's.",
            ["Sql/RowLevelSecurity.GuardedSql"] = "Reads SQL Server's catalogue, for row-level security.",
            ["Sql/RowLevelSecurity.UnguardedSql"] = "Reads SQL Server's catalogue, for row-level security.",
            ["Sql/RowLevelSecurity.FunctionsSql"] = "Row-level security is SQL Server's.",
            ["Sql/AuditLedger.CreateSql"] = "Ledger tables are SQL Server's.",
            ["Sql/AuditLedger.StandsSql"] = "Reads SQL Server's catalogue, for the ledger.",
            ["Audit/AuditRows.LedgerSql"] = "The ledger table is there on SQL Server only, where it is switched on.",
            ["Audit/AuditVerifier.UnlikeLedgerSql"] = "The ledger table is there on SQL Server only, where it is switched on.",
            ["Sql/SqlServerSetup.ExistsSql"] = "Asked of SQL Server's master; an embedded file is there or not.",
            ["Sql/SqlServerSetup.SnapshotReadsSql"] = "SQLite's readers never wait for its writer.",
            ["Sql/SqlServerSetup.MayChangeSql"] = "SQLite has no logins.",
            ["Sql/SqlServerSetup.StrictSql"] = "A session's setting of SQL Server; SQLite rolls back whole by itself.",
            ["Sql/SqlServerSetup.LockSql"] = "SQLite's migrations are kept apart by its one writer.",
            ["Sql/SqlServerSetup.ReleaseSql"] = "Its lock's other half.",
            ["Sql/DatabaseFindings.TimeSql"] = "The embedded database has no clock of its own.",
        },
    };

    /// <summary>Indexes that no plan uses, and why they stay.</summary>
    private static readonly Dictionary<string, string> KeptIndexes = new(StringComparer.Ordinal);

    internal static IReadOnlyList<Statement> All { get; } =
        [.. Statement.In(typeof(IDb).Assembly), .. Statement.In(typeof(Migrator).Assembly), .. Statement.In(typeof(Program).Assembly)];

    /// <summary>As SQL Server has it, with the journal that the migrator makes first.</summary>
    internal static Schema BuiltIn { get; } = Schema.From(Made);

    /// <summary>With what is built there only where a setting asks for it.</summary>
    internal static Schema OnSqlServer { get; } = Schema.From(Made.Append(AuditLedger.CreateSql.Replace(LedgerWords, "", StringComparison.Ordinal)));

    // The parser is older than the ledger.
    internal const string LedgerWords = " WITH (LEDGER = ON (APPEND_ONLY = ON))";

    private static IEnumerable<string> Made =>
        Migrator.BuiltIn.Where(migration => !migration.Name.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Select(migration => migration.Text)
            .Append(All.Single(statement => statement.Name == "Sql/Migrator.JournalSql").Text);

    [Fact]
    public void Every_statement_is_portable_bound_held_to_one_practice_and_looked_up_by_an_index_that_something_uses()
    {
        var plans = new PlanGate(BuiltIn, sqlite);
        var faults = new StatementGate(BuiltIn, plans, Lists).Check(All);
        Faults.AssertNone([.. faults, .. IndexGate.Check(BuiltIn, plans.Used, KeptIndexes), .. IndexGate.CheckDeletes(BuiltIn, All)]);
    }

    [Fact]
    public void Finds_the_constants_of_every_visibility_and_of_nested_types()
    {
        Assert.Contains(All, statement => statement.Name == "People/Accounts.ByIdSql");
        Assert.Contains(All, statement => statement.Name == "Common/CaseFiles.ByCoupleSql");
        Assert.Contains(Statement.In(typeof(StatementTests).Assembly), statement => statement.Name == "Sql/StatementTests.Nested.DeepSql");
    }

    private static class Nested
    {
        private const string DeepSql = "SELECT 1";

        public static string Read() => DeepSql;
    }
}
