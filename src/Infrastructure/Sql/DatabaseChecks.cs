using System.Data.Common;
using System.Globalization;
using CounselDesk.Infrastructure.Security;
using Microsoft.Extensions.Configuration;

namespace CounselDesk.Infrastructure.Sql;

public enum Verdict
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One line of a check: what was looked at, how it is, and what to do.</summary>
public sealed record Finding(Verdict Verdict, string Subject, string Text)
{
    public static Finding Ok(string subject, string text) => new(Verdict.Ok, subject, text);

    public static Finding Warn(string subject, string text) => new(Verdict.Warn, subject, text);

    public static Finding Fail(string subject, string text) => new(Verdict.Fail, subject, text);
}

/// <summary>What the checks look at. There is no connection where there is no database yet.</summary>
public sealed record Inspection(IConfiguration Configuration, Migrator Migrator, KeyFolder Keys, TimeProvider Clock, DbConnection? Connection)
{
    internal async Task<SchemaState> Schema(CancellationToken cancellationToken) => Connection is null
        ? SchemaState.Compare(null, Migrator.Wanted)
        : await Migrator.State(Connection, null, cancellationToken);
}

/// <summary>Looks at everything that a start needs, and changes nothing: no file, no key, no table is made.</summary>
public sealed class DatabaseChecks(IConfiguration configuration, DatabaseOptions options, KeyFolder keys, TimeProvider clock)
{
    /// <summary>The settings under <c>Database:</c>; any other is likely misspelt.</summary>
    private static readonly string[] Settings = ["Provider", "MigrateAtStart", "RowLevelSecurity", "Ledger"];

    /// <summary>What is looked at once the database answers, in order. A check that does not concern this engine answers null.</summary>
    private static readonly IReadOnlyList<(string Subject, Func<Inspection, CancellationToken, Task<Finding?>> Look)> OfDatabase =
    [
        ("schema", DatabaseFindings.Schema),
        ("keys", DatabaseFindings.Keys),
        ("clocks", DatabaseFindings.Clocks),
        ("snapshot reads", DatabaseFindings.SnapshotReads),
        ("server", DatabaseFindings.ServerFeatures),
        ("disk", DatabaseFindings.Space),
    ];

    public async Task<IReadOnlyList<Finding>> All(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        Database database;
        try
        {
            database = new Database(options);
            SqlServerSetup.RequireNamedDatabase(options);
            findings.AddRange(Configuration(database));
        }
        catch (StartupFailure fault)
        {
            return [Finding.Fail("configuration", fault.Message)];
        }

        using (database)
        {
            DbConnection? connection;
            try
            {
                connection = await DatabaseLook.Open(database, options, cancellationToken);
            }
            catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
            {
                return [.. findings, Finding.Fail("connection", DatabaseFaults.Line(fault, database.FilePath))];
            }

            await using (connection)
            {
                findings.Add(Connected(database, connection));
                var inspection = new Inspection(configuration, new Migrator(database, options: options), keys, clock, connection);
                foreach (var (subject, look) in OfDatabase)
                {
                    if (await Run(subject, look, inspection, cancellationToken) is { } finding)
                        findings.Add(finding);
                }
            }
        }

        return findings;
    }

    private IEnumerable<Finding> Configuration(Database database)
    {
        yield return Finding.Ok("configuration", database.FilePath is { } path ? $"The embedded database '{path}'." : $"SQL Server, the database '{SqlServerSetup.NameIn(options.ConnectionString)}'.");
        foreach (var unknown in configuration.GetSection("Database").GetChildren().Select(setting => setting.Key).Except(Settings, StringComparer.OrdinalIgnoreCase))
            yield return Finding.Warn("configuration", $"Database:{unknown} is no setting of this program. Remove it, or correct its spelling; there are {string.Join(", ", Settings.Select(known => $"Database:{known}"))}.");
    }

    private static Finding Connected(Database database, DbConnection? connection) => (connection, database.FilePath) switch
    {
        (null, { } path) => Finding.Warn("connection", $"There is no database at '{path}' yet. The first start makes it, or the command 'migrate'."),
        (null, _) => Finding.Warn("connection", "The server answers, and the database does not exist yet. The command 'migrate' makes it, with a login that may."),
        (_, { } path) when !Disk.IsChangeable(path) || !Disk.IsWritable(Path.GetDirectoryName(path)!) =>
            Finding.Fail("connection", DatabaseFaults.OfSqlite(SQLitePCL.raw.SQLITE_READONLY, path)!),
        _ => Finding.Ok("connection", string.Create(CultureInfo.InvariantCulture, $"The database answers (version {connection.ServerVersion}).")),
    };

    private static async Task<Finding?> Run(string subject, Func<Inspection, CancellationToken, Task<Finding?>> look, Inspection inspection, CancellationToken cancellationToken)
    {
        try
        {
            return await look(inspection, cancellationToken);
        }
        catch (StartupFailure fault)
        {
            return Finding.Fail(subject, fault.Message);
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            return Finding.Fail(subject, DatabaseFaults.Line(fault, inspection.Migrator.Database.FilePath));
        }
    }
}
