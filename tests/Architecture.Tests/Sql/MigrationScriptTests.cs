using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>What 'migrate --dry-run' prints for SQL Server is T-SQL from end to end, GO lines included.</summary>
public class MigrationScriptTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_whole_script_parses()
    {
        var migrations = Migrator.BuiltIn.Where(migration => migration.Engine is null or "sqlserver").ToList();
        var script = MigrationScript.Server(new SchemaState(IsNew: true, migrations, [], []), Now, ["CREATE DATABASE [Counsel]]Desk]", "USE [Counsel]]Desk]"]);
        var (tree, errors) = Tsql.Parse(script);
        Assert.Empty(errors);
        Assert.Equal(script.Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries).Length, tree!.Batches.Count);
    }

    [Fact]
    public void What_only_SQL_Server_is_asked_parses() => Assert.All(
        Statement.In(typeof(Migrator).Assembly).Where(statement => statement.Name.StartsWith("Sql/SqlServer", StringComparison.Ordinal) || statement.Name == "Sql/DatabaseFindings.TimeSql"),
        statement => Assert.True(Tsql.Parse(statement.Text).Errors.Count == 0, statement.Name));

    [Fact]
    public void Catches_a_script_that_does_not_parse()
    {
        Migration wrong = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL;");
        Assert.NotEmpty(Tsql.Parse(MigrationScript.Server(new SchemaState(IsNew: false, [wrong], [], []), Now, [])).Errors);
    }
}
