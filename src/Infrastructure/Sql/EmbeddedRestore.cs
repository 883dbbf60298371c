using System.Globalization;
using CounselDesk.Infrastructure.Security;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// What a restore did: where the database that was there is kept (null where there was none), and how many migrations
/// the backup lacks, which the next start applies.
/// </summary>
public sealed record Restored(EmbeddedContents Contents, string? Kept, int ToApply);

/// <summary>
/// Puts a backup in the embedded database's place. The backup is proven first and copied beside the database; the two
/// then change places in one step, so that whenever it is interrupted one of them stands there whole.
/// </summary>
public sealed class EmbeddedRestore(Migrator migrator, KeyFolder keys, TimeProvider clock)
{
    /// <summary>Keeps the embedded file open until disposed: this is how a restore finds out that a program uses it.</summary>
    public static IDisposable? Announce(Database database)
    {
        if (database.FilePath is not { } path)
            return null;
        var connection = EmbeddedFile.Open(path, SqliteOpenMode.ReadWrite);
        // Only a connection that has read holds its share of the file.
        EmbeddedFile.Number(connection, "SELECT COUNT(*) FROM sqlite_master");
        return connection;
    }

    /// <exception cref="StartupFailure">Nothing was restored; the database is as it was.</exception>
    public async Task<Restored> Restore(string file, string database, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new StartupFailure($"There is no backup at '{file}'.");
        if (EmbeddedFile.IsSame(file, database))
            throw new StartupFailure($"'{file}' is the database itself. Name a backup.");
        var copy = $"{database}.restoring-{Environment.ProcessId}";
        var at = file;
        try
        {
            var toApply = await Prove(file, cancellationToken);
            at = database;
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            EmbeddedContents contents;
            using (var source = EmbeddedFile.Look(file))
                contents = EmbeddedCopy.Make(source, copy, File.Exists(database) ? database : file);
            var kept = Exchange(copy, database);
            RequireReadBack(database, contents, kept);
            return new Restored(contents, kept, toApply);
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            throw new StartupFailure($"Nothing was restored; the database is as it was. {DatabaseFaults.Line(fault, at)}", fault);
        }
        finally
        {
            EmbeddedFile.Delete(copy);
        }
    }

    private async Task<int> Prove(string file, CancellationToken cancellationToken)
    {
        if (EmbeddedCopy.Read(file, out _) is { } fault)
            throw new StartupFailure($"'{file}' {fault}. Use another backup; nothing was changed.");
        using var look = EmbeddedFile.Look(file);
        var state = (await migrator.State(look, null, cancellationToken)).RequireKnown();
        await InstanceSecrets.Open(look, keys, cancellationToken);
        return state.Missing.Count;
    }

    private string? Exchange(string copy, string database)
    {
        var isThere = File.Exists(database);
        if (isThere)
            RequireUnused(database);
        var kept = $"{database}.before-restore-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture)}";
        if (File.Exists(kept))
            throw new StartupFailure($"'{kept}' exists already: restore again.");
        // Left only by a database that is lost, or too damaged to take them in. The restored one would read them as its own.
        foreach (var part in new[] { "-wal", "-shm", "-journal" }.Where(part => File.Exists(database + part)))
            File.Move(database + part, kept + part);
        if (isThere)
            File.Replace(copy, database, kept);
        else
            File.Move(copy, database);
        Disk.FlushNames(Path.GetDirectoryName(database)!);
        return isThere ? kept : null;
    }

    private static void RequireReadBack(string database, EmbeddedContents contents, string? kept)
    {
        string? wrong;
        try
        {
            wrong = EmbeddedCopy.Read(database, out var read) ?? (read!.IsSameAs(contents) ? null : "reads back otherwise than it was written");
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            wrong = $"cannot be read back ({DatabaseFaults.OneLine(fault)})";
        }

        if (wrong is not null)
            throw new StartupFailure($"The backup was put in place, but '{database}' {wrong}: do not trust this disk. {(kept is null ? "There was no database before." : $"The database before it is kept as '{kept}'.")}");
    }

    /// <summary>Takes the log into the file and closes it, which SQLite grants only to the one process that has it open.</summary>
    private static void RequireUnused(string database)
    {
        try
        {
            using var connection = EmbeddedFile.Open(database, SqliteOpenMode.ReadWrite, patienceSeconds: 1);
            EmbeddedFile.Run(connection, "PRAGMA journal_mode = DELETE");
            using var alone = connection.BeginTransaction(deferred: false);
        }
        catch (SqliteException fault) when (DatabaseFaults.Code(fault) is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            throw new StartupFailure($"'{database}' is in use by another process. Stop CounselDesk, and restore again; nothing was changed.", fault);
        }
        catch (SqliteException fault) when (DatabaseFaults.IsDamage(fault))
        {
            // Too damaged to be in use: that is what a backup is for. It is kept.
        }
    }
}
