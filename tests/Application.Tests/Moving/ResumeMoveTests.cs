using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Moving;

public sealed class ResumeMoveTests(PracticeFiles practice) : MoveTest(practice)
{
    // Rows are in, their line of the journal is not: as if the power went between the two.
    private const string FailsHalfway = """
        CREATE TRIGGER TR_Planted BEFORE UPDATE ON MoveProgress WHEN NEW.TableName = 'Notes'
        BEGIN SELECT RAISE(ABORT, 'planted'); END
        """;

    private Task Interrupt(int batch) => Assert.ThrowsAsync<InterruptedException>(() => Move(new Watcher { StopsAfter = batch }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(30)]
    public async Task Goes_on_after_the_last_whole_batch(int batch)
    {
        await Interrupt(batch);
        var there = 0L;
        foreach (var table in (await Tables(Target)).Where(table => table is not ("SchemaMigrations" or "MoveProgress")))
            there += await Count(Target, table);
        Assert.True(there >= batch, $"{there} rows");

        var result = await Move();
        Assert.Equal(result.Rows - there, result.Copied);
        await AssertMoved();
    }

    [Fact]
    public async Task Comes_to_an_end_however_often_it_is_interrupted()
    {
        var interruptions = 0;
        while (true)
        {
            try
            {
                await Move(new Watcher { StopsAfter = 4 });
                break;
            }
            catch (InterruptedException)
            {
                Assert.True(++interruptions < 100, "It does not come forward.");
            }
        }

        Assert.True(interruptions > 5, $"{interruptions} interruptions");
        await AssertMoved();
    }

    [Fact]
    public async Task A_signal_to_stop_is_told_in_one_line_and_loses_nothing()
    {
        using var stop = new CancellationTokenSource();
        var message = await Failure(() => Move(new Watcher { StopsAfter = 3, OnStop = stop.Cancel }, token: stop.Token));
        Assert.Equal($"Interrupted. {MoveFailure.GoesOn}", message);
        await Move();
        await AssertMoved();
    }

    [Fact]
    public async Task A_batch_that_fails_halfway_leaves_neither_rows_nor_a_missing_trigger()
    {
        await Interrupt(1);
        var triggers = await Texts(Target, "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1");
        Assert.NotEmpty(triggers);
        await Run(Target, FailsHalfway);
        await Failure(() => Move());
        Assert.Equal(0, await Count(Target, "Notes"));
        await Run(Target, "DROP TRIGGER TR_Planted");
        Assert.Equal(triggers, await Texts(Target, "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"));

        await Move();
        await AssertMoved();
    }

    [Fact]
    public async Task A_second_move_beside_it_is_noticed_and_its_batch_taken_back()
    {
        var message = await Failure(() => Move(new Watcher { StopsAfter = 2, OnStop = () => Run(Target, "UPDATE MoveProgress SET MovedRows = MovedRows + 1 WHERE TableName = 'AuditEntries'").GetAwaiter().GetResult() }));
        Assert.StartsWith("Another move into the file", message, StringComparison.Ordinal);
        Assert.Equal(2 * SmallBatch, await Count(Target, "AuditEntries"));
    }

    [Fact]
    public async Task Refuses_a_source_that_changed_since_and_begins_again_when_told()
    {
        await Interrupt(20);
        await Run(Source, "UPDATE Practices SET Name = 'Renamed since'");
        Assert.Contains("Practices differs. To begin again with the file as it is now, add --restart", await Failure(() => Move()), StringComparison.Ordinal);

        var result = await Move(restart: true);
        Assert.Equal(result.Rows, result.Copied);
        await AssertMoved();
    }

    [Fact]
    public async Task Refuses_a_target_that_somebody_changed_since()
    {
        await Interrupt(20);
        await Run(Target, "DELETE FROM AuditEntries WHERE rowid = 1");
        Assert.Contains("AuditEntries has not the rows that were moved", await Failure(() => Move()), StringComparison.Ordinal);
        await Move(restart: true);
        await AssertMoved();
    }

    [Theory]
    [InlineData("UPDATE Clients SET FirstName = 'Robyn' WHERE FirstName = 'Robin'", "Clients differs", "as many rows, but another checksum")]
    [InlineData("UPDATE Clients SET FirstName = 'robin' WHERE FirstName = 'Robin'", "Clients differs", "as many rows, but another checksum")]
    [InlineData("UPDATE Clients SET SafeContactNote = '' WHERE SafeContactNote IS NULL", "Clients differs", "as many rows, but another checksum")]
    [InlineData("UPDATE AuditEntries SET At = 'then' WHERE Seq = 2", "AuditEntries differs", "a row is not what was moved")]
    [InlineData("DELETE FROM Outbox WHERE rowid = 1", "Outbox differs", "rows there")]
    public async Task Finds_a_row_of_the_target_that_is_not_what_was_moved(string tampering, params string[] said)
    {
        // After the last batch and before both sides are compared.
        var message = await Failure(() => Move(new AtComparing(() => Run(Target, tampering).GetAwaiter().GetResult())));
        Assert.All(said, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("Rob", message, StringComparison.Ordinal);

        await Failure(() => Move());
        await Move(restart: true);
        await AssertMoved();
    }

    [Fact]
    public async Task Goes_on_with_comparing_when_that_was_interrupted()
    {
        await Assert.ThrowsAsync<InterruptedException>(() => Move(new AtComparing(() => throw new InterruptedException())));
        Assert.Equal(0, (await Move()).Copied);
        await AssertMoved();
    }

    [Fact]
    public async Task Beginning_again_can_be_interrupted_too()
    {
        await Assert.ThrowsAsync<InterruptedException>(() => Move(new AtComparing(() => throw new InterruptedException())));
        await Run(Target, FailsHalfway);
        await Failure(() => Move(restart: true));
        Assert.Equal((0, await Count(Source, "Notes")), (await Count(Target, "NoteAddenda"), await Count(Target, "Notes")));
        await Run(Target, "DROP TRIGGER TR_Planted");
        await Move(restart: true);
        await AssertMoved();
    }

    [Fact]
    public async Task The_program_does_not_start_on_a_half_filled_database()
    {
        await Interrupt(5);
        using var half = new Database(new DatabaseOptions { ConnectionString = $"Data Source={Target}" });
        Assert.Contains("move", (await Assert.ThrowsAsync<StartupFailure>(() => UnfinishedMove.Refuse(half, CancellationToken.None))).Message, StringComparison.Ordinal);
        await Move();
        await UnfinishedMove.Refuse(half, CancellationToken.None);
    }

    private sealed class AtComparing(Action act) : IMoveWatcher
    {
        public void Begin(MovePhase phase, long rows, long alreadyDone)
        {
            if (phase == MovePhase.Comparing)
                act();
        }

        public void Advance(int rows)
        {
        }

        public void End()
        {
        }
    }
}
