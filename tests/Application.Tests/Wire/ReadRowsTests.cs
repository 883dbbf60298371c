using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What SQL Server's values become on the way to a handler.</summary>
public sealed class ReadRowsTests : IAsyncLifetime
{
    private const string Columns =
        "Id uniqueidentifier not null, OtherId uniqueidentifier, At datetimeoffset(3) not null, Until datetimeoffset(3), " +
        "Day date not null, EndDay date, Name nvarchar(40) not null, Text nvarchar(max), Role nvarchar(20) not null, " +
        "IsOn bit not null, WasOn bit, Number int not null, Other int, Seq bigint not null, LastSeq bigint";

    private const string Sql = "SELECT x.Id FROM Things x";

    private readonly WiredDb _db = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _db.DisposeAsync();

    public sealed record Thing
    {
        public Guid Id { get; init; }

        public Guid? OtherId { get; init; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset? Until { get; init; }

        public DateOnly Day { get; init; }

        public DateOnly? EndDay { get; init; }

        public string Name { get; init; } = "";

        public string? Text { get; init; }

        public Role Role { get; init; }

        public bool IsOn { get; init; }

        public bool? WasOn { get; init; }

        public int Number { get; init; }

        public int? Other { get; init; }

        public long Seq { get; init; }

        public long? LastSeq { get; init; }
    }

    private static readonly Thing Full = new()
    {
        Id = new Guid("0198c1f2-5a00-7000-8000-000000000001"),
        OtherId = new Guid("0198c1f2-5a00-7000-8000-000000000002"),
        At = new DateTimeOffset(2026, 3, 29, 0, 30, 15, 123, TimeSpan.Zero),
        Until = new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
        Day = new DateOnly(2024, 2, 29),
        EndDay = new DateOnly(1900, 1, 1),
        Name = "Zoë “Kit” Lark 🙂",
        Text = new string('ß', 70_000),
        Role = Role.Supervisor,
        IsOn = true,
        WasOn = false,
        Number = int.MinValue,
        Other = 0,
        Seq = long.MaxValue,
        LastSeq = -1,
    };

    private static readonly Thing Bare = new() { At = DateTimeOffset.UnixEpoch, Day = new DateOnly(1, 1, 1), Role = Role.Admin };

    [Fact]
    public async Task Reads_each_type_as_it_was_written()
    {
        _db.Server.On(Sql, Answer.Rows(Columns, Row(Full), Row(Bare)));
        Assert.Equal([Full, Bare], await _db.Query<Thing>(Sql));
    }

    [Fact]
    public async Task Reads_instants_in_UTC_whatever_offset_they_were_written_with()
    {
        _db.Server.On(Sql, Answer.Rows("At datetimeoffset(3)", [Full.At.ToOffset(TimeSpan.FromHours(5.5))]));
        var at = Assert.Single(await _db.Query<DateTimeOffset>(Sql));
        Assert.Equal((Full.At, TimeSpan.Zero), (at, at.Offset));
    }

    [Fact]
    public async Task Reads_more_rows_than_fit_a_packet()
    {
        var things = Enumerable.Range(0, 500).Select(n => Full with { Number = n, Text = new string('x', n) }).ToList();
        _db.Server.On(Sql, Answer.Rows(Columns, [.. things.Select(Row)]));
        Assert.Equal(things, await _db.Query<Thing>(Sql));

        var streamed = new List<Thing>();
        await using var db = _db.Open();
        await foreach (var thing in db.Stream<Thing>(Sql, null, CancellationToken.None))
            streamed.Add(thing);
        Assert.Equal(things, streamed);
    }

    [Fact]
    public async Task Finds_one_row_or_none()
    {
        _db.Server.On(Sql, Answer.Rows("Number int not null", [5]), Answer.Rows("Number int not null"));
        await using var db = _db.Open();
        Assert.Equal(5, await db.Find<int?>(Sql, null, CancellationToken.None));
        Assert.Null(await db.Find<int?>(Sql, null, CancellationToken.None));
    }

    private static object?[] Row(Thing thing) =>
    [
        thing.Id, thing.OtherId, thing.At, thing.Until, thing.Day, thing.EndDay, thing.Name, thing.Text, thing.Role.ToString(),
        thing.IsOn, thing.WasOn, thing.Number, thing.Other, thing.Seq, thing.LastSeq,
    ];
}
