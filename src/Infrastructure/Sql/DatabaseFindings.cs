using System.Globalization;
using CounselDesk.Infrastructure.Security;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>The checks of <see cref="DatabaseChecks"/>, one method each.</summary>
public static class DatabaseFindings
{
    private const string TimeSql = "SELECT SYSDATETIMEOFFSET()";
    private const long Megabyte = 1024 * 1024;

    public static async Task<Finding?> Schema(Inspection at, CancellationToken cancellationToken)
    {
        var state = (await at.Schema(cancellationToken)).RequireKnown();
        return (state.Missing.Count, Migrator.RunsAtStart(at.Configuration)) switch
        {
            (0, _) => Finding.Ok("schema", $"All {at.Migrator.Wanted.Count} migrations of this program are applied, and none is edited or newer."),
            (var count, true) => Finding.Warn("schema", $"{count} migrations are still to apply, the first is '{state.Missing[0].Name}'. The next start applies them, or the command 'migrate'."),
            (var count, false) => Finding.Fail("schema", $"{count} migrations are still to apply, the first is '{state.Missing[0].Name}', and Database:MigrateAtStart is false. Run the command 'migrate'."),
        };
    }

    /// <summary>The key folder, and whether it is the one that belongs to the database.</summary>
    public static async Task<Finding?> Keys(Inspection at, CancellationToken cancellationToken)
    {
        var folder = at.Keys.Path;
        if (at.Keys.Exists && !Disk.IsReadable(folder))
            return Finding.Fail("keys", $"The folder '{folder}' cannot be read. Let the program's account read it, or set Keys:Path to another folder.");
        var hasSecrets = at.Connection is not null && !(await at.Schema(cancellationToken)).IsNew;
        var opened = hasSecrets ? await InstanceSecrets.Open(at.Connection!, at.Keys, cancellationToken) : 0;
        return (at.Keys.Exists, Disk.IsWritable(folder), opened) switch
        {
            (false, _, _) => Finding.Warn("keys", $"There is no folder '{folder}' yet. The first start makes it, with a key."),
            (_, false, 0) => Finding.Fail("keys", $"The folder '{folder}' cannot be written. Let the program's account do so, for the first key, or set Keys:Path to another folder."),
            (_, false, _) => Finding.Warn("keys", $"The folder '{folder}' opens the database's secrets, but cannot be written: no new key can be made when the last one ends. Let the program's account write it."),
            (_, _, 0) => Finding.Ok("keys", $"The folder '{folder}' can be read and written; the database holds no secrets yet."),
            _ => Finding.Ok("keys", $"The folder '{folder}' can be read and written, and opens the database's secrets. Back it up apart from the database."),
        };
    }

    public static async Task<Finding?> Clocks(Inspection at, CancellationToken cancellationToken)
    {
        if (at.Connection is not SqlConnection server)
            return Finding.Ok("clocks", "The embedded database has no clock of its own: it shares this machine's.");
        await using var command = new SqlCommand(TimeSql, server);
        var before = at.Clock.GetUtcNow();
        var theirs = (DateTimeOffset)(await command.ExecuteScalarAsync(cancellationToken))!;
        var after = at.Clock.GetUtcNow();
        return Clocks(theirs - (before + ((after - before) / 2)));
    }

    /// <param name="ahead">How far the database's clock is ahead of this machine's.</param>
    public static Finding Clocks(TimeSpan ahead)
    {
        var by = ahead.Duration();
        var difference = string.Create(CultureInfo.InvariantCulture, $"The database's clock is {by.TotalSeconds:0.0} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} this machine's");
        if (by > TimeSpan.FromMinutes(5))
            return Finding.Fail("clocks", $"{difference}: sign-ins and due dates would be wrong. Set both by one time service (NTP).");
        return by > TimeSpan.FromSeconds(1)
            ? Finding.Warn("clocks", $"{difference}. Set both by one time service (NTP).")
            : Finding.Ok("clocks", $"{difference}.");
    }

    public static async Task<Finding?> SnapshotReads(Inspection at, CancellationToken cancellationToken)
    {
        if (at.Connection is null)
            return null;
        if (at.Connection is not SqlConnection server)
            return Finding.Ok("snapshot reads", "The embedded database's readers never wait for its writer (write-ahead log).");
        return await SqlServerSetup.HasSnapshotReads(server, cancellationToken)
            ? Finding.Ok("snapshot reads", "READ_COMMITTED_SNAPSHOT is on: readers do not wait for writers.")
            : Finding.Warn("snapshot reads", SnapshotReadsAreOff(server.Database));
    }

    /// <summary>Whether what the settings ask of SQL Server is there.</summary>
    public static async Task<Finding?> ServerFeatures(Inspection at, CancellationToken cancellationToken)
    {
        var options = at.Migrator.Database.Options;
        if (at.Connection is null || !(options.RowLevelSecurity || options.Ledger))
            return null;
        return await new ServerFeatures(at.Migrator.Database).Faults(cancellationToken) is [var fault, ..]
            ? Finding.Fail("server", fault)
            : Finding.Ok("server", "What the settings ask of SQL Server is there.");
    }

    /// <summary>The warning of a normal start; null where snapshot reads are on.</summary>
    public static async Task<string?> SnapshotReadsWarning(Database database, CancellationToken cancellationToken)
    {
        if (database.FilePath is not null)
            return null;
        try
        {
            await using var connection = await database.Open(cancellationToken);
            return connection is SqlConnection server && !await SqlServerSetup.HasSnapshotReads(server, cancellationToken) ? SnapshotReadsAreOff(server.Database) : null;
        }
        catch (SqlException fault)
        {
            return $"Whether READ_COMMITTED_SNAPSHOT is on cannot be read. {DatabaseFaults.Line(fault, null)}";
        }
    }

    /// <summary>Only the embedded file's disk is this machine's to look at.</summary>
    public static Task<Finding?> Space(Inspection at, CancellationToken cancellationToken)
    {
        if (at.Migrator.Database.FilePath is not { } path)
            return Task.FromResult<Finding?>(null);
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        while (!folder.Exists && folder.Parent is not null)
            folder = folder.Parent;
        var drive = new DriveInfo(folder.FullName);
        return Task.FromResult<Finding?>(Space(drive.AvailableFreeSpace, drive.TotalSize));
    }

    public static Finding Space(long free, long whole)
    {
        var left = string.Create(CultureInfo.InvariantCulture, $"{free / Megabyte} MB ({(whole == 0 ? 0 : 100.0 * free / whole):0} %) are free where the database lies");
        return free < 500 * Megabyte || free < whole / 20
            ? Finding.Warn("disk", $"{left}. Free space, or move the database, before it is full.")
            : Finding.Ok("disk", $"{left}.");
    }

    private static string SnapshotReadsAreOff(string database) =>
        $"READ_COMMITTED_SNAPSHOT is off: readers wait for writers. An administrator should run, while nobody is connected: ALTER DATABASE {SqlServerSetup.Quoted(database)} SET READ_COMMITTED_SNAPSHOT ON;";
}
