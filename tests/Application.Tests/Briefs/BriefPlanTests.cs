using System.Text.RegularExpressions;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Briefs;

/// <summary>The brief in a file with 10,000 couples: what its statements read, by SQLite's own plans of them.</summary>
public sealed partial class BriefPlanTests : IAsyncLifetime
{
    private const int Couples = 10_000;

    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _couple = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.OpenEmbedded();
        _practice = await GivenPractice.Open(_desk);
        _couple = await _practice.Couple();
        await Multiply();
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Each_statement_searches_an_index_of_every_table_that_it_reads()
    {
        Assert.Equal([Couples], await Ask("SELECT COUNT(*) FROM Couples"));
        var texts = await Texts();
        Assert.True(texts.Count > 15, $"Only {texts.Count} statements were heard.");
        var lines = new List<string>();
        foreach (var text in texts)
            lines.AddRange(await Plan(text));
        Assert.True(lines.Count(line => line.StartsWith("SEARCH ", StringComparison.Ordinal)) >= texts.Count, "Too few searches for so many statements.");
        Assert.DoesNotContain(lines, IsScanOfTable);
    }

    [Theory]
    [InlineData("SELECT a.Id FROM Alerts a WHERE a.Kind = 'X'")]
    [InlineData("SELECT COUNT(*) AS Found FROM Couples c")]
    public async Task Finds_a_statement_that_reads_a_table_from_end_to_end(string sql) => Assert.Contains(await Plan(sql), IsScanOfTable);

    [Fact]
    public async Task Takes_as_many_statements_after_two_years_as_after_a_week()
    {
        var assignment = await _practice.Assign(_couple, GivenHomework.Some(cadence: Cadence.Weekly));
        await Week(assignment.Id, 0);
        var before = await Texts();
        for (var week = 1; week < 104; week++)
            await Week(assignment.Id, week);
        Assert.Equal(before, await Texts());
    }

    private async Task Week(Guid assignment, int week)
    {
        var day = GivenHomework.Monday.AddDays(7 * week);
        _desk.GoTo(day);
        var answers = RealInstruments.AnswersFor(RealInstruments.Catalogue[TrustPulseAlert.InstrumentKey], 20 + (week / 5)).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        foreach (var partner in new[] { _couple.PartnerA, _couple.PartnerB })
        {
            await _desk.Log(partner, assignment, day);
            await _desk.Send(partner, new AnswerTrustPulseCommand(new TrustPulseAnswers(answers)));
        }
    }

    private Task<IReadOnlyList<string>> Texts() => _desk.TextsOf(_practice.Therapist, new GetBriefQuery(_couple.Id));

    // What the couple has is copied until there are enough: their size alone matters to the plans, if anything.
    private async Task Multiply()
    {
        await using var connection = await Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Couples - 1})
            INSERT INTO Couples (Id, PracticeId, Seq, Kind, PartnerAId, PartnerBId, TherapistId, Status, Distance, CreatedAt, Version)
            SELECT printf('00000000-0000-0000-0000-%012X', n.i), c.PracticeId, c.Seq + n.i, c.Kind, c.PartnerAId, c.PartnerBId, c.TherapistId, c.Status, c.Distance, c.CreatedAt, c.Version
            FROM Couples c, n
            """;
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private Task<List<string>> Plan(string sql) => Read("EXPLAIN QUERY PLAN " + new SqliteDialect().Translate(Listed().Replace(sql, "IN (@${name})")), row => row.GetString(3));

    private Task<List<int>> Ask(string sql) => Read(sql, row => row.GetInt32(0));

    private async Task<List<T>> Read<T>(string sql, Func<SqliteDataReader, T> value)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct(StringComparer.Ordinal))
            command.Parameters.AddWithValue(name, DBNull.Value);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await rows.ReadAsync())
            found.Add(value(rows));
        return found;
    }

    private async Task<SqliteConnection> Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_desk.Database.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    // What a statement makes itself, such as a subquery's rows, is scanned by a name in brackets or of its own.
    private static bool IsScanOfTable(string line) => Scan().IsMatch(line);

    [GeneratedRegex(@"^SCAN (?!\(|CONSTANT)\w+", RegexOptions.None, 1000)]
    private static partial Regex Scan();

    [GeneratedRegex(@"IN @(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"@\w+", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
