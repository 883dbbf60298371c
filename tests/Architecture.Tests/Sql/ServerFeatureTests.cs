using CounselDesk.Infrastructure.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>What only SQL Server runs is at least T-SQL, and names what the migrations make.</summary>
public sealed class ServerFeatureTests
{
    private static readonly Schema Made = Schema.From(
        Migrator.BuiltIn.Where(migration => !migration.Name.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Select(migration => migration.Text));

    private static readonly IReadOnlyList<(string Table, string Column)> Guarded =
        [.. Made.Tables.Values.Where(table => table.PracticeKey is not null).Select(table => (table.Name, table.PracticeKey!))];

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
            ["Accounts", "AuditEntries", "AuditTails", "IdempotencyKeys", "Practices", "RefreshTokens", "SignIns"],
            open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_ledger_is_T_SQL_but_for_the_words_that_the_parser_is_too_old_for()
    {
        const string words = " WITH (LEDGER = ON (APPEND_ONLY = ON))";
        Assert.EndsWith(words, AuditLedger.CreateSql, StringComparison.Ordinal);
        Assert.Empty(Tsql.Parse(AuditLedger.CreateSql[..^words.Length]).Errors);
    }
}
