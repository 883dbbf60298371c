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
            ["Jobs/AllPractices.ListAnyPracticeSql"] = "The clock's work is done for every practice, each in a scope of its own.",
        },
        FullScans = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/Migrator.AppliedSql"] = "One row a migration, read whole when the program starts.",
            ["Jobs/AllPractices.ListAnyPracticeSql"] = "One row a practice, read whole when a job runs.",
        },
        OneEngine = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/SqlServerDialect.LockSql"] = "SQL Server's named lock; SQLite's one writer needs none.",
        },
        NeverDeleted = MigrationTests.Lists.NeverDeleted,
    };

    private static IReadOnlyList<Statement> All { get; } =
        [.. Statement.In(typeof(IDb).Assembly), .. Statement.In(typeof(Migrator).Assembly)];

    [Fact]
    public void Every_statement_is_portable_bound_and_held_to_one_practice()
    {
        var schema = Schema.From(Migrator.BuiltIn.Where(migration => !migration.Name.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Select(migration => migration.Text)
            .Append(All.Single(statement => statement.Name == "Sql/Migrator.JournalSql").Text));
        Faults.AssertNone(new StatementGate(schema, sqlite, Lists).Check(All));
    }

    [Fact]
    public void Finds_the_constants_of_every_visibility_and_of_nested_types()
    {
        Assert.Contains(All, statement => statement.Name == "People/Accounts.ByIdSql");
        Assert.Contains(All, statement => statement.Name == "Common/CaseFiles.ByCoupleSql");
        Assert.Contains(Statement.In(typeof(StatementTests).Assembly), statement => statement.Name == "Sql/StatementTests.Nested.DeepSql");
    }

    [Fact]
    public void Text_for_the_database_is_nowhere_but_in_constants() =>
        Faults.AssertNone([.. SqlInConstants.Check(Repository.Sources("src").Where(file => file.Path != "src/Infrastructure/Sql/DapperDb.cs"))]);

    [Theory]
    [InlineData("db.Query<Row>(\"SELECT 1\", null, token)")]
    [InlineData("db.Execute($\"DELETE FROM {table}\", null, token)")]
    [InlineData("await db.Find<Guid?>(FindSql + more, new { }, token)")]
    [InlineData("db.Stream<Row>(\n    Build(filter),\n    null, token)")]
    [InlineData("db.Find<Row>(Row.SelectSql, null, token)")]
    [InlineData("private Task<int> Count(string sql) => db.Find<int>(sql, null, token); Count(\"DELETE\");")]
    [InlineData("public Task<int> Count(string sql) => db.Find<int>(sql, null, token);")]
    public void Catches_text_that_is_no_constant(string code) =>
        Faults.AssertOnly(SqlInConstants.Rule, [.. SqlInConstants.Check([new SourceFile("src/Planted.cs", code)])]);

    [Theory]
    [InlineData("await db.Execute(version == 0 ? InsertSql : UpdateSql, new { }, token)")]
    [InlineData("db.Find<CaseFile>(key.Sql, new { key.Id }, token)")]
    [InlineData("Count(OpenSql, id); private Task<int> Count(string sql, Guid id) => db.Find<int>(sql, new { }, token);")]
    public void Takes_constants_by_name(string code) =>
        Assert.Empty(SqlInConstants.Check([new SourceFile("src/Planted.cs", code)]));

    private static class Nested
    {
        private const string DeepSql = "SELECT 1";

        public static string Read() => DeepSql;
    }
}
