using System.Data.Common;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// What SQL Server can do more, each switched on by a setting: <c>migrate</c> builds it, and no start goes on without
/// what its settings ask for. Editions and compatible servers that lack it run without the setting.
/// </summary>
public sealed class ServerFeatures(Database database)
{
    private IEnumerable<Feature> Wanted
    {
        get
        {
            if (database.Options.RowLevelSecurity)
                yield return new Feature("Database:RowLevelSecurity", "row-level security", RowLevelSecurity.Stands, RowLevelSecurity.Build);
            if (database.Options.Ledger)
                yield return new Feature("Database:Ledger", "the audit's ledger table", AuditLedger.Stands, AuditLedger.Build);
        }
    }

    /// <summary>Builds what is asked for and not there; answers the names of what was built.</summary>
    public async Task<IReadOnlyList<string>> Build(CancellationToken cancellationToken)
    {
        var built = new List<string>();
        foreach (var feature in await Missing(cancellationToken))
        {
            await using var connection = await database.Open(cancellationToken);
            try
            {
                await feature.Build(connection, cancellationToken);
            }
            catch (DbException fault)
            {
                throw new StartupFailure($"{feature.Setting} is on, but {feature.Name} cannot be built here (error {database.Dialect.NumberOf(fault)}): the server's edition lacks it, or the login may not change the schema. Run 'migrate' with a login that may, or switch the setting off.", fault);
            }

            built.Add(feature.Name);
        }

        return built;
    }

    /// <summary>One line for each setting whose feature is not there; none where all is well.</summary>
    public async Task<IReadOnlyList<string>> Faults(CancellationToken cancellationToken) =>
        [.. (await Missing(cancellationToken)).Select(feature =>
            $"{feature.Setting} is on, but {feature.Name} does not cover the database. Run 'migrate', or switch the setting off.")];

    private async Task<IReadOnlyList<Feature>> Missing(CancellationToken cancellationToken)
    {
        var missing = new List<Feature>();
        foreach (var feature in Wanted)
        {
            await using var connection = await database.Open(cancellationToken);
            bool stands;
            try
            {
                stands = await feature.Stands(connection, cancellationToken);
            }
            catch (DbException fault) when (database.Dialect.Explain(fault) is null)
            {
                // A server that has no such views has no such feature; Build says so.
                stands = false;
            }

            if (!stands)
                missing.Add(feature);
        }

        return missing;
    }

    private sealed record Feature(
        string Setting, string Name, Func<DbConnection, CancellationToken, Task<bool>> Stands, Func<DbConnection, CancellationToken, Task> Build);
}
