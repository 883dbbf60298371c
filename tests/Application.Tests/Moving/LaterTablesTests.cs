using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Moving;

/// <summary>Tables that the program does not have yet move as well, since only the schema says what to move.</summary>
public sealed class LaterTablesTests(PracticeFiles practice) : MoveTest(practice)
{
    private const string First = "00000000-0000-7000-8000-000000000001";
    private const string Second = "00000000-0000-7000-8000-000000000002";

    // The space keeps the length, which the embedded engine would otherwise be told nothing of.
    private static readonly Migration[] Migrations =
    [
        new("0001_a.sql", """
            CREATE TABLE Rooms (Id UNIQUEIDENTIFIER NOT NULL, Name NVARCHAR (5) NULL, InsideId UNIQUEIDENTIFIER NULL REFERENCES Rooms (Id), KeptBy UNIQUEIDENTIFIER NULL REFERENCES Keepers (Id), CONSTRAINT PK_Rooms PRIMARY KEY (Id))
            GO
            CREATE TABLE Keepers (Id UNIQUEIDENTIFIER NOT NULL, RoomId UNIQUEIDENTIFIER NULL REFERENCES Rooms (Id), CONSTRAINT PK_Keepers PRIMARY KEY (Id))
            GO
            CREATE TABLE Visits (RoomId UNIQUEIDENTIFIER NOT NULL REFERENCES Rooms (Id), [Order] INT NOT NULL)
            """),
    ];

    private async Task Given(string sql)
    {
        File.Delete(Source);
        using (var database = new Database(new DatabaseOptions { ConnectionString = $"Data Source={Source}.new" }))
            await new Migrator(database, Migrations).Migrate(DateTimeOffset.UnixEpoch, CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Move(Source + ".new", Source, overwrite: true);
        await Run(Source, "PRAGMA foreign_keys = OFF; " + sql);
    }

    [Fact]
    public async Task Rows_that_refer_to_later_ones_and_in_circles_and_tables_without_a_key()
    {
        await Given($"""
            INSERT INTO Rooms VALUES ('{First}', 'Inner', '{Second}', '{First}'), ('{Second}', 'Outer', NULL, NULL);
            INSERT INTO Keepers VALUES ('{First}', '{First}');
            INSERT INTO Visits VALUES ('{First}', 1), ('{First}', 1), ('{Second}', 2);
            """);
        await Assert.ThrowsAsync<InterruptedException>(() => Move(new Watcher { StopsAfter = 4 }, batchRows: 1, migrations: Migrations));
        Assert.Equal(6, (await Move(batchRows: 1, migrations: Migrations)).Rows);
        await AssertMoved();
    }

    [Theory]
    [InlineData("Abcdef")]
    // Three characters to the eye, six units to the server.
    [InlineData("😀😀😀")]
    public async Task A_text_longer_than_its_column_stops_it(string name)
    {
        await Given($"INSERT INTO Rooms VALUES ('{First}', '{name}', NULL, NULL)");
        var message = await Failure(() => Move(migrations: Migrations));
        Assert.Contains($"Rooms.Name must have at most 5 characters, which the row with Id {First}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_practice_without_any_rows()
    {
        await Given("");
        Assert.Equal(new MoveResult(3, 0, 0), await Move(migrations: Migrations));
        await AssertMoved();
    }

    [Fact]
    public void An_unknown_type_is_refused_by_name()
    {
        var failure = Assert.Throws<MoveFailure>(() => MovedColumn.Declared("Rooms", "Plan", "MONEY", required: false));
        Assert.Contains("Rooms.Plan has the type 'MONEY'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_come_after_those_they_refer_to()
    {
        SourceTable Table(string name, params string[] references) => new(name, ["Id"], ["Id"], references);
        Assert.Equal(
            ["B", "A", "D", "C", "X", "Y"],
            SourceTable.InOrderOfReference([Table("C", "A", "D"), Table("A", "A", "b"), Table("B"), Table("D", "B"), Table("X", "Y"), Table("Y", "X")]).Select(table => table.Name));
    }
}
