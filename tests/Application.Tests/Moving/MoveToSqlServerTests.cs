using System.Data.SqlTypes;
using CounselDesk.Application.Tests.Wire;
using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Moving;

/// <summary>What a move says to SQL Server, and what it makes of the answers.</summary>
public sealed class MoveToSqlServerTests(PracticeFiles practice) : MoveTest(practice), IAsyncLifetime
{
    private const int Rooms = 50;
    private const string RoomColumns =
        "Id uniqueidentifier not null, Name nvarchar(5), Plan nvarchar(max), InsideId uniqueidentifier, At datetimeoffset(3) not null, Day date, Open bit not null, Floor int, Seq bigint not null";

    private static readonly Migration[] Migrations =
    [
        new("0001_rooms.sql", """
            CREATE TABLE Rooms (Id UNIQUEIDENTIFIER NOT NULL, Name NVARCHAR(5) NULL, Plan NVARCHAR(MAX) NULL, InsideId UNIQUEIDENTIFIER NULL REFERENCES Rooms (Id),
              At DATETIMEOFFSET(3) NOT NULL, Day DATE NULL, Open BIT NOT NULL, Floor INT NULL, Seq BIGINT NOT NULL, CONSTRAINT PK_Rooms PRIMARY KEY (Id))
            GO
            CREATE TABLE Visits (RoomId UNIQUEIDENTIFIER NOT NULL REFERENCES Rooms (Id), Number INT NOT NULL, CONSTRAINT PK_Visits PRIMARY KEY (RoomId, Number))
            """),
    ];

    private readonly KeepingServer _server = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Rooms"] = RoomColumns,
        ["Visits"] = "RoomId uniqueidentifier not null, Number int not null",
    });

    public async Task InitializeAsync()
    {
        using (var database = new Database(new DatabaseOptions { ConnectionString = $"Data Source={Source}.new" }))
            await new Migrator(database, Migrations).Migrate(DateTimeOffset.UnixEpoch, CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Move(Source + ".new", Source, overwrite: true);
        // Ids as SQLite's dialect makes them: time first, the last six bytes by chance.
        await Run(Source, $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Rooms - 1})
            INSERT INTO Rooms SELECT printf('0198C1F2-5A%02X-7000-8000-%012X', i, abs(random()) & 281474976710655), 'Å' || i, CASE i % 2 WHEN 0 THEN 'A long 😀 plan' END,
              NULL, printf('2026-03-02T15:00:00.%03dZ', i), CASE i % 3 WHEN 0 THEN '2024-02-29' END, i % 2, CASE i % 5 WHEN 0 THEN -i END, 9007199254740993 + i FROM n
            """);
        await Run(Source, "UPDATE Rooms SET InsideId = (SELECT MAX(r.Id) FROM Rooms r)");
        await Run(Source, "INSERT INTO Visits SELECT Id, 1 FROM Rooms");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private Task<MoveResult> ToServer(bool restart = false) =>
        MoveTo(new SqlServerTarget(_server.Server.ConnectionString), restart: restart, batchRows: 8, migrations: Migrations);

    [Fact]
    public async Task Brings_every_value_in_the_order_of_the_servers_index()
    {
        Assert.Equal(new MoveResult(2, 2 * Rooms, 2 * Rooms), await ToServer());
        Assert.False(_server.IsUnderWay);
        var rows = _server.Rows("Rooms");
        Assert.Equal(rows.OrderBy(row => new SqlGuid((Guid)row[0]!)), rows);
        var first = rows.Single(row => row[1] is "Å0");
        Assert.Equal(
            [first[0], "Å0", "A long 😀 plan", first[3], new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), new DateOnly(2024, 2, 29), false, 0, 9007199254740993L], first);
        Assert.Equal([true, null], new[] { rows.Single(row => row[1] is "Å1")[6], rows.Single(row => row[1] is "Å1")[2] });
    }

    [Fact]
    public async Task Bulk_loads_fire_no_trigger_and_check_no_reference_until_all_is_there()
    {
        await ToServer();
        var said = _server.Server.Requests;
        var loads = said.Where(request => request.Kind == RequestKind.BulkLoad).ToList();
        Assert.Equal(14, loads.Count);
        Assert.All(loads, load =>
        {
            Assert.True(load.Says("KEEP_NULLS") && load.Says("TABLOCK"));
            Assert.False(load.Says("FIRE_TRIGGERS") || load.Says("CHECK_CONSTRAINTS"));
        });
        var checks = said.Select((request, i) => (request, i)).Where(one => one.request.Says("WITH CHECK CHECK CONSTRAINT ALL")).ToList();
        Assert.Equal(["ALTER TABLE [Rooms] WITH CHECK CHECK CONSTRAINT ALL", "ALTER TABLE [Visits] WITH CHECK CHECK CONSTRAINT ALL"], checks.Select(one => one.request.Sql));
        Assert.True(checks[0].i > said.ToList().FindLastIndex(request => request.Kind == RequestKind.BulkLoad), "A check came before the last row.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(14)]
    public async Task A_lost_connection_keeps_whole_batches_and_the_next_run_goes_on(int load)
    {
        _server.BreakAt(load);
        Assert.Equal(
            $"The database 'CounselDesk' on SQL Server '{new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(_server.Server.ConnectionString).DataSource}' cannot be reached, or the connection was lost. Check that it runs, and the server's name and port in --to. {MoveFailure.GoesOn}",
            await Failure(() => ToServer()));
        Assert.True(_server.IsUnderWay);
        var there = _server.Rows("Rooms").Count + _server.Rows("Visits").Count;

        Assert.Equal((2 * Rooms) - there, (await ToServer()).Copied);
        Assert.Equal([Rooms, Rooms], new[] { "Rooms", "Visits" }.Select(table => _server.Rows(table).Select(row => row[0]).Distinct().Count()));
        Assert.Equal([Rooms, Rooms], new[] { "Rooms", "Visits" }.Select(table => _server.Rows(table).Count));
    }

    [Fact]
    public async Task Beginning_again_empties_what_was_moved_triggers_aside()
    {
        _server.BreakAt(9);
        await Failure(() => ToServer());
        Assert.Equal(2 * Rooms, (await ToServer(restart: true)).Copied);
        Assert.Contains(_server.Server.Requests, request => request.Sql == "ALTER TABLE [Rooms] DISABLE TRIGGER ALL; DELETE FROM [Rooms]; ALTER TABLE [Rooms] ENABLE TRIGGER ALL;");
    }

    [Fact]
    public async Task A_row_that_the_server_altered_is_found()
    {
        _server.Server.On(request => request.Says("SELECT [Id]"), request => Answer.Rows(
            RoomColumns, [.. _server.Rows("Rooms").Select((row, i) => i == 7 ? [.. row.Take(2), "altered", .. row.Skip(3)] : row)]));
        Assert.Contains("Rooms differs", await Failure(() => ToServer()), StringComparison.Ordinal);
        Assert.True(_server.IsUnderWay);
    }

    [Theory]
    [InlineData(2601, "Cannot insert duplicate key row in object 'dbo.Rooms' with unique index 'UX_Rooms_Name'. The duplicate key value is (canary).", "by the rule UX_Rooms_Name")]
    [InlineData(1105, "canary", "has no room left")]
    [InlineData(4902, "canary", "lacks a right")]
    [InlineData(1205, "canary", "somebody else works in this database")]
    [InlineData(50123, "canary", "refused (error 50123)")]
    public async Task Each_refusal_of_the_server_has_its_line_without_its_own_words(int number, string message, string said)
    {
        _server.Server.On(request => request.Kind == RequestKind.BulkLoad, Answer.Error(number, message));
        var line = await Failure(() => ToServer());
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(18456, "refuses the login. Check the user and the password")]
    [InlineData(4060, "has no such database")]
    public async Task A_login_that_fails_is_told_without_who_signs_in(int number, string said)
    {
        _server.Server.On(RequestKind.Login, Answer.Error(number, "canary", severity: 14));
        var line = await Failure(() => ToServer());
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_does_not_hold_names_its_rule()
    {
        _server.Server.On(request => request.Says("WITH CHECK CHECK"), Answer.Error(547, "The ALTER TABLE statement conflicted with the FOREIGN KEY constraint \"FK_Rooms_Inside\"."));
        Assert.Contains("by the rule FK_Rooms_Inside", await Failure(() => ToServer()), StringComparison.Ordinal);
        Assert.True(_server.IsUnderWay);
    }

    [Fact]
    public async Task A_text_too_long_for_the_servers_column_is_found_before_anything_is_sent()
    {
        await Run(Source, "UPDATE Rooms SET Name = 'canary' WHERE rowid = 3");
        var line = await Failure(() => ToServer());
        Assert.Contains("Rooms.Name must have at most 5 characters, which the row with Id 0198c1f2-5a02", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Server.Requests, request => request.Kind == RequestKind.BulkLoad);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        var closed = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(_server.Server.ConnectionString) { DataSource = "127.0.0.1,1", ConnectTimeout = 5, ConnectRetryCount = 0 };
        Assert.Contains("cannot be reached", await Failure(() => MoveTo(new SqlServerTarget(closed.ConnectionString), migrations: Migrations)), StringComparison.Ordinal);
    }
}
