using System.Data.SqlTypes;
using System.Security.Cryptography;
using CounselDesk.Infrastructure.Moving;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Moving;

public sealed class MovedValueTests
{
    private static readonly Guid Id = new("00000000-0000-7000-8000-00000000000a");
    private static readonly DateTimeOffset Instant = new(2026, 3, 2, 15, 0, 0, 1, TimeSpan.Zero);

    public static TheoryData<string, object, object> BothEngines => new()
    {
        { "UNIQUEIDENTIFIER", "00000000-0000-7000-8000-00000000000A", Id },
        { "uniqueidentifier", Id, Id },
        { "DATETIMEOFFSET(3)", "2026-03-02T15:00:00.001Z", Instant },
        { "datetimeoffset", Instant.ToOffset(TimeSpan.FromHours(-6)), Instant },
        { "DATE", "2026-03-02", new DateOnly(2026, 3, 2) },
        { "date", new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified), new DateOnly(2026, 3, 2) },
        { "BIT", 1L, true },
        { "bit", false, false },
        { "INT", -7L, -7 },
        { "int", -7, -7 },
        { "BIGINT", long.MaxValue, long.MaxValue },
        { "TEXT", "é", "é" },
        { "nvarchar(1)", "é", "é" },
        { "BLOB", new byte[] { 1, 0, 255 }, new byte[] { 1, 0, 255 } },
        { "varbinary", new byte[] { 1, 0, 255 }, new byte[] { 1, 0, 255 } },
    };

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_value_is_the_same_from_either_engine(string type, object raw, object expected)
    {
        Assert.True(MovedColumn.Declared("T", "C", type, required: true).TryRead(raw, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Nothing_stays_nothing_where_it_may_be()
    {
        Assert.True(MovedColumn.Declared("T", "C", "INT", required: false).TryRead(DBNull.Value, out var value, out _));
        Assert.Null(value);
        Assert.False(MovedColumn.Declared("T", "C", "INT", required: true).TryRead(DBNull.Value, out _, out var rule));
        Assert.Equal("must not be empty", rule);
    }

    [Fact]
    public void A_sum_needs_no_order_and_tells_rows_apart()
    {
        object?[][] rows = [[Id, "a", null], [Id, "a", ""], [Id, null, "a"], [Id, "ab", "c"], [Id, "a", "bc"], [1, true, 1L], [true, 1, 1L], [Instant, "x", null], [new DateOnly(2026, 3, 2), "x", null], [Id, "a"u8.ToArray(), null], [Id, null, "a"u8.ToArray()]];
        Assert.Equal(Sum(rows), Sum([.. rows.Reverse()]));
        Assert.Equal(rows.Length, rows.Select(row => Sum(row).Checksum).Distinct(StringComparer.Ordinal).Count());
        // A pair would cancel itself in an exclusive or.
        Assert.NotEqual(Sum().Checksum, Sum(rows[0], rows[0]).Checksum);
        Assert.NotEqual(Sum(rows[0], rows[0]).Checksum, Sum(rows[1], rows[1]).Checksum);
        Assert.Equal(new string('0', 64), Sum().Checksum);
        Assert.Matches("^[0-9a-f]{64}$", Sum(rows).Checksum);
    }

    [Fact]
    public void A_sum_carries_over_all_its_words()
    {
        // The same by big integers: 300 rows overflow 2^256 many times.
        var rows = Enumerable.Range(0, 300).Select(i => new object?[] { i }).ToArray();
        var expected = rows.Aggregate(System.Numerics.BigInteger.Zero, (sum, row) =>
        {
            byte[] form = [5, .. BitConverter.GetBytes((long)(int)row[0]!)];
            return sum + new System.Numerics.BigInteger(SHA256.HashData(form), isUnsigned: true);
        }) % System.Numerics.BigInteger.Pow(2, 256);
        Assert.Equal(expected.ToString("x64").TrimStart('0'), Sum(rows).Checksum.TrimStart('0'));
    }

    [Fact]
    public async Task The_source_sorts_ids_as_SQL_Server_does()
    {
        await using var target = new SqlServerTarget("Server=127.0.0.1;Database=Never");
        var ids = Enumerable.Range(0, 500).Select(i => new Guid([.. RandomNumberGenerator.GetBytes(15).Select(one => (byte)(one % 3)), (byte)(i % 2)])).Distinct().ToList();
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            CREATE TABLE T (Id UNIQUEIDENTIFIER);
            INSERT INTO T VALUES {string.Join(", ", ids.Select(id => $"('{id.ToString().ToUpperInvariant()}')"))};
            SELECT Id FROM T ORDER BY {target.OrderOf(new MovedColumn("Id", ColumnKind.Id, null, Required: true))}
            """;
        var sorted = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            sorted.Add(Guid.Parse(rows.GetString(0)));
        Assert.Equal(ids.OrderBy(id => new SqlGuid(id)), sorted);
    }

    private static TableSum Sum(params object?[][] rows)
    {
        var adder = new RowAdder();
        foreach (var row in rows)
            adder.Add(row);
        return adder.Sum;
    }
}
