using System.Globalization;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Moving;

public sealed record MoveOptions
{
    /// <summary>Empties what an earlier, unfinished move has brought, and begins again.</summary>
    public bool Restart { get; init; }

    /// <summary>Rows in one transaction. Fewer where texts are long.</summary>
    public int BatchRows { get; init; } = 5000;

    public IReadOnlyList<Migration> Migrations { get; init; } = Migrator.BuiltIn;
}

/// <summary><c>Copied</c> is what this run copied: less than all rows where it went on from another.</summary>
public sealed record MoveResult(int Tables, long Rows, long Copied);

/// <summary>
/// Copies every table of an embedded database into a migrated, empty target: checks all rows first, copies batch by batch,
/// reads both sides back and compares. Interrupted anywhere, the same call goes on where it was.
/// </summary>
public sealed class Mover(EmbeddedSource source, IMoveTarget target, IMoveWatcher watcher, TimeProvider clock, MoveOptions options)
{
    private readonly MoveJournal _journal = new(target);

    /// <exception cref="MoveFailure">It cannot go on; the message says why and the way on.</exception>
    public async Task<MoveResult> Run(CancellationToken cancellationToken)
    {
        try
        {
            return await Move(cancellationToken);
        }
        // An engine reports a cancelled command as a fault of its own.
        catch (Exception fault) when (cancellationToken.IsCancellationRequested && (fault is OperationCanceledException or MoveFailure || MoveFailure.Knows(fault)))
        {
            throw new MoveFailure($"Interrupted. {MoveFailure.GoesOn}", fault);
        }
        catch (Exception fault) when (MoveFailure.Knows(fault))
        {
            // The source's own faults are named where its rows are read; what is left is the target's.
            throw MoveFailure.Of(fault, target.Place);
        }
    }

    private async Task<MoveResult> Move(CancellationToken cancellationToken)
    {
        await source.RequireSchema(options.Migrations, cancellationToken);
        await target.Open(cancellationToken);
        var tables = await Plan(cancellationToken);
        if (options.Restart && await _journal.Exists(cancellationToken))
            await Empty(tables, cancellationToken);
        var sums = await Check(tables, cancellationToken);
        var moved = await Start(sums, cancellationToken);
        await Copy(sums, moved, cancellationToken);
        await target.CheckRules(tables, cancellationToken);
        await Compare(sums, cancellationToken);
        await _journal.Remove(cancellationToken);
        var rows = sums.Sum(table => table.Sum.Rows);
        return new MoveResult(tables.Count, rows, rows - moved.Values.Sum());
    }

    /// <summary>The source's tables with the target's types. A target with rows of its own is left as it is, unmigrated too.</summary>
    private async Task<IReadOnlyList<MovedTable>> Plan(CancellationToken cancellationToken)
    {
        var found = await source.Tables(cancellationToken);
        if (!await _journal.Exists(cancellationToken))
        {
            foreach (var table in found)
            {
                if ((await target.Columns(table.Name, cancellationToken)).Count > 0 && await CountInTarget(table.Name, cancellationToken) > 0)
                    throw new MoveFailure($"{target.Place} has rows of its own in {table.Name}, and stays as it is. Give an empty database.");
            }
        }

        try
        {
            await target.Migrate(options.Migrations, clock.GetUtcNow(), cancellationToken);
        }
        catch (StartupFailure failure)
        {
            throw new MoveFailure($"{target.Place} cannot be prepared. {failure.Message}", failure);
        }

        var tables = new List<MovedTable>();
        foreach (var table in found)
        {
            var columns = (await target.Columns(table.Name, cancellationToken)).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
            MovedColumn Target(string name) => columns.GetValueOrDefault(name)
                ?? throw new MoveFailure($"{target.Place} has no column {table.Name}.{name}: it has not the schema that this program makes. Give an empty database.");
            tables.Add(new MovedTable(table.Name, [.. table.Columns.Select(Target)], [.. table.Key.Select(Target)]));
        }

        return tables;
    }

    private async Task Empty(IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken)
    {
        var lines = await _journal.Read(cancellationToken);
        foreach (var table in tables.Reverse().Where(table => lines.ContainsKey(table.Name)))
            await _journal.Advance(table, lines[table.Name].Moved, 0, transaction => target.Empty(table, transaction, cancellationToken), cancellationToken);
        await _journal.Remove(cancellationToken);
    }

    private async Task<IReadOnlyList<(MovedTable Table, TableSum Sum)>> Check(IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken)
    {
        if (await source.BrokenReference(cancellationToken) is { } broken)
            throw new MoveFailure($"{source.Place}: {broken}. Nothing was moved; repair the file first.");
        var rows = 0L;
        foreach (var table in tables)
            rows += await source.Count(table, cancellationToken);
        var sums = new List<(MovedTable, TableSum)>();
        watcher.Begin(MovePhase.Checking, rows, 0);
        try
        {
            foreach (var table in tables)
                sums.Add((table, await MoveRows.Sum(source.Rows(table, cancellationToken).From(source.Place), watcher)));
        }
        catch (UnfitRow unfit)
        {
            throw new MoveFailure($"{unfit.Message}. Nothing of this run was moved; correct the row in {source.Place} first.", unfit);
        }

        watcher.End();
        return sums;
    }

    /// <summary>How many rows of each table are in the target already.</summary>
    private async Task<IReadOnlyDictionary<string, long>> Start(IReadOnlyList<(MovedTable Table, TableSum Sum)> sums, CancellationToken cancellationToken)
    {
        if (!await _journal.Exists(cancellationToken))
        {
            await _journal.Start(sums, cancellationToken);
            return sums.ToDictionary(one => one.Table.Name, _ => 0L, StringComparer.Ordinal);
        }

        var lines = await _journal.Read(cancellationToken);
        if (sums.FirstOrDefault(one => lines.GetValueOrDefault(one.Table.Name)?.Source != one.Sum).Table is { } changed)
            throw new MoveFailure($"{source.Place} is not what the unfinished move into {target.Place} began with: {changed.Name} differs. To begin again with the file as it is now, add --restart: it empties what was moved.");
        foreach (var (table, _) in sums)
        {
            if (await CountInTarget(table.Name, cancellationToken) != lines[table.Name].Moved)
                throw new MoveFailure($"{target.Place} was changed since the unfinished move: {table.Name} has not the rows that were moved. Begin again with --restart: it empties what was moved.");
        }

        return sums.ToDictionary(one => one.Table.Name, one => lines[one.Table.Name].Moved, StringComparer.Ordinal);
    }

    private async Task Copy(IReadOnlyList<(MovedTable Table, TableSum Sum)> sums, IReadOnlyDictionary<string, long> moved, CancellationToken cancellationToken)
    {
        watcher.Begin(MovePhase.Copying, sums.Sum(one => one.Sum.Rows), moved.Values.Sum());
        foreach (var (table, sum) in sums)
        {
            var done = moved[table.Name];
            if (done == sum.Rows)
                continue;
            var order = table.Key.Count == 0 ? "rowid" : string.Join(", ", table.Key.Select(target.OrderOf));
            await foreach (var batch in source.RowsInOrder(table, order, done, cancellationToken).From(source.Place).InBatches(options.BatchRows))
            {
                await _journal.Advance(table, done, done + batch.Count, transaction => target.Insert(table, batch, transaction, cancellationToken), cancellationToken);
                done += batch.Count;
                watcher.Advance(batch.Count);
            }
        }

        watcher.End();
    }

    private async Task Compare(IReadOnlyList<(MovedTable Table, TableSum Sum)> sums, CancellationToken cancellationToken)
    {
        watcher.Begin(MovePhase.Comparing, sums.Sum(one => one.Sum.Rows), 0);
        foreach (var (table, sum) in sums)
        {
            TableSum there;
            try
            {
                await using var command = target.Command($"SELECT {table.ColumnList} FROM {table.QuotedName}", null);
                there = await MoveRows.Sum(table.Rows(command, cancellationToken).From(target.Place), watcher);
            }
            catch (UnfitRow unfit)
            {
                throw Differs(table, "a row is not what was moved", unfit);
            }

            if (there.Rows != sum.Rows)
                throw Differs(table, string.Create(CultureInfo.InvariantCulture, $"{there.Rows} rows there, {sum.Rows} here"));
            if (there != sum)
                throw Differs(table, "as many rows, but another checksum");
        }

        watcher.End();
    }

    private MoveFailure Differs(MovedTable table, string how, Exception? cause = null) =>
        new($"{table.Name} differs in {target.Place}: {how}. Do not use it; begin again with --restart, which empties what was moved.", cause);

    private async Task<long> CountInTarget(string table, CancellationToken cancellationToken)
    {
        await using var command = target.Command($"SELECT COUNT(*) FROM {MovedTable.Quote(table)}", null);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
