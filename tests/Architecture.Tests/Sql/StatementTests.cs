using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql;

public class StatementTests(MigratedSqlite sqlite) : IClassFixture<MigratedSqlite>
{
    private static readonly StatementLists Lists = new()
    {
        AnyPractice = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["People/Accounts.ByEmailAnyPracticeSql"] = "Signing in: the address is known before the practice.",
            ["People/Accounts.ByIdAnyPracticeSql"] = "Accepting an invitation: the one-time token decides, the practice follows from the account.",
            ["People/SignIns.FindTokenAnyPracticeSql"] = "Refreshing: the token's hash finds one row or none, the practice follows from it.",
            ["People/SignIns.CallerAnyPracticeSql"] = "It is what finds out whose practice a request belongs to.",
            ["Demo/DemoPractice.CountAnyPracticeSql"] = "The demo is planted only where there is no practice at all.",
        },
        FullScans = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/Migrator.AppliedSql"] = "One row a migration, read whole when the program starts.",
            ["Demo/DemoPractice.CountAnyPracticeSql"] = "One row a practice, counted when the program starts.",
        },
        OneEngine = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/SqlServerDialect.LockSql"] = "SQL Server's named lock; SQLite's one writer needs none.",
        },
        NeverDeleted = MigrationTests.Lists.NeverDeleted,
    };

    internal static IReadOnlyList<Statement> All { get; } =
        [.. Statement.In(typeof(IDb).Assembly), .. Statement.In(typeof(Migrator).Assembly), .. Statement.In(typeof(Program).Assembly)];

    /// <summary>As SQL Server has it, with the journal that the migrator makes first.</summary>
    internal static Schema BuiltIn { get; } = Schema.From(
        Migrator.BuiltIn.Where(migration => !migration.Name.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Select(migration => migration.Text)
            .Append(All.Single(statement => statement.Name == "Sql/Migrator.JournalSql").Text));

    [Fact]
    public void Every_statement_is_portable_bound_and_held_to_one_practice() =>
        Faults.AssertNone(new StatementGate(BuiltIn, sqlite, Lists).Check(All));

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
