using System.Globalization;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Operations;

/// <summary>Brings the schema up to date, or prints the script that would.</summary>
public static class Migrate
{
    public static Operation Operation { get; } = new("migrate", "migrate [--dry-run]", Run) { Flags = ["--dry-run"] };

    private static async Task<int> Run(Asked asked, CancellationToken cancellationToken)
    {
        var migrator = asked.Services.GetRequiredService<Migrator>();
        var now = asked.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (asked.Has("--dry-run"))
        {
            Console.Write(await MigrationScript.For(migrator, asked.Services.GetRequiredService<DatabaseOptions>(), now, cancellationToken));
            return 0;
        }

        var count = await migrator.Migrate(now, cancellationToken, (migration, took) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"applied {migration.Name} in {took.TotalMilliseconds:0} ms")));
        Console.WriteLine(count == 0 ? "Nothing to apply: the schema is this program's." : $"The schema is this program's; {count} migrations were applied.");
        foreach (var built in await asked.Services.GetRequiredService<ServerFeatures>().Build(cancellationToken))
            Console.WriteLine($"built {built}");
        if (await DatabaseFindings.SnapshotReadsWarning(asked.Services.GetRequiredService<Database>(), cancellationToken) is { } warning)
            Console.WriteLine($"warn {warning}");
        return 0;
    }
}
