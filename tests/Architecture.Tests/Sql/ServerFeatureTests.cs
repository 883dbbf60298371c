using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>What only SQL Server runs is at least T-SQL, and names what the migrations make.</summary>
public sealed class ServerFeatureTests
{
    private static readonly IReadOnlyList<(string Table, string Column)> Guarded =
        [.. StatementTests.BuiltIn.Tables.Values.Where(table => table.PracticeKey is not null).Select(table => (table.Name, table.PracticeKey!))];

    [Fact]
    public void The_wall_is_T_SQL_and_stands_before_every_table_of_a_practice_for_reading_and_writing()
    {
        var batches = RowLevelSecurity.Script(Guarded).Select(batch => Tsql.Parse(batch)).ToList();
        Assert.All(batches, batch => Assert.Empty(batch.Errors));
        var policy = Assert.Single(batches.SelectMany(batch => batch.Script!.Batches).SelectMany(batch => batch.Statements).OfType<CreateSecurityPolicyStatement>());
        var walls = policy.SecurityPredicateActions
            .Select(action => (action.TargetObjectName.BaseIdentifier.Value, action.SecurityPredicateType))
            .ToHashSet();
        Assert.True(Guarded.Count > 20);
        Assert.Equal(
            Guarded.SelectMany(table => new[] { (table.Table, SecurityPredicateType.Filter), (table.Table, SecurityPredicateType.Block) }).ToHashSet(),
            walls);
    }

    [Fact]
    public void Nothing_of_a_case_is_seen_before_the_practice_is_known()
    {
        var open = RowLevelSecurity.Script(Guarded).Single(batch => batch.StartsWith("CREATE SECURITY POLICY", StringComparison.Ordinal))
            .Split('\n').Where(line => line.Contains("FILTER PREDICATE dbo.OwnPracticeOrNone", StringComparison.Ordinal))
            .Select(line => line.Split("dbo.")[^1].TrimEnd(','));
        Assert.Equal(
            ["Accounts", "AuditEntries", "AuditTails", "CalendarFeeds", "IdempotencyKeys", "Practices", "RefreshTokens", "SignIns"],
            open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_roles_are_T_SQL_and_speak_of_tables_and_columns_that_there_are()
    {
        var (script, errors) = Tsql.Parse(Repository.Read("db/sqlserver/roles.sql"));
        Assert.Empty(errors);
        var rights = script!.Batches.SelectMany(batch => batch.Statements).OfType<SecurityStatement>().ToList();
        var onTables = rights.Where(right => right.SecurityTargetObject is { ObjectKind: SecurityObjectKind.NotSpecified }).ToList();
        Assert.True(onTables.Count > 10);
        foreach (var target in onTables.Select(right => right.SecurityTargetObject))
        {
            var table = Assert.Contains(target.ObjectName.MultiPartIdentifier.Identifiers[^1].Value, (IReadOnlyDictionary<string, Table>)StatementTests.BuiltIn.Tables);
            Assert.Subset(table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal), target.Columns.Select(column => column.Value).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_API_may_do_all_that_its_statements_do_and_no_statement_wants_more()
    {
        var denied = Tsql.Parse(Repository.Read("db/sqlserver/roles.sql")).Script!.Batches.SelectMany(batch => batch.Statements).OfType<DenyStatement>()
            .Where(deny => deny.Principals.Any(principal => principal.Identifier.Value == "counseldesk_app"))
            .SelectMany(deny => deny.Permissions.Select(permission => (permission.Identifiers[0].Value, Table: deny.SecurityTargetObject.ObjectName.MultiPartIdentifier.Identifiers[^1].Value)))
            .ToHashSet();
        Assert.Contains(("UPDATE", "AuditEntries"), denied);

        // The migrator's journal is the migrator's to write.
        var wanted = Statement.In(typeof(Application.Common.IDb).Assembly).Concat(Statement.In(typeof(Migrator).Assembly))
            .Where(statement => !statement.Name.StartsWith("Sql/Migrat", StringComparison.Ordinal))
            .SelectMany(statement => Tsql.Parse(statement.Text).Script?.Batches ?? [])
            .SelectMany(batch => batch.Statements)
            .Select(statement => statement switch
            {
                InsertStatement insert => ("INSERT", Target(insert.InsertSpecification.Target)),
                UpdateStatement update => ("UPDATE", Target(update.UpdateSpecification.Target)),
                DeleteStatement delete => ("DELETE", Target(delete.DeleteSpecification.Target)),
                _ => ("SELECT", ""),
            })
            .ToHashSet();
        Assert.Contains(("INSERT", "AuditEntries"), wanted);
        Assert.Empty(wanted.Intersect(denied));

        static string Target(TableReference target) => ((NamedTableReference)target).SchemaObject.BaseIdentifier.Value;
    }

    [Fact]
    public void The_ledger_is_T_SQL_but_for_the_words_that_the_parser_is_too_old_for()
    {
        Assert.EndsWith(StatementTests.LedgerWords, AuditLedger.CreateSql, StringComparison.Ordinal);
        Assert.Equal(4, StatementTests.OnSqlServer.Tables["AuditLedger"].Columns.Count + 1);
    }
}
