using System.Globalization;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Operations;

/// <summary>Puts a backup in the embedded database's place, and keeps what was there.</summary>
public static class Restore
{
    public static Operation Operation { get; } = new("restore", "restore FILE", Run) { Words = 1 };

    private static async Task<int> Run(Asked asked, CancellationToken cancellationToken)
    {
        var database = asked.Services.GetRequiredService<Database>().FilePath
            ?? throw new StartupFailure("It restores the embedded database only. Restore SQL Server with its own RESTORE DATABASE.");
        var file = Path.GetFullPath(asked.Line.Words[0]);
        var restored = await asked.Services.GetRequiredService<EmbeddedRestore>().Restore(file, database, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restored '{file}' to '{database}': {restored.Contents.Rows.Count} tables, {restored.Contents.AllRows} rows, read back and compared."));
        if (restored.ToApply > 0)
            Console.WriteLine($"The backup is of an older version; {restored.ToApply} migrations are still to apply. The next start applies them, or the command 'migrate'.");
        Console.WriteLine(restored.Kept is { } kept
            ? $"What was there is kept as '{kept}'. To go back: restore '{kept}'. Delete it once it is not needed."
            : "There was no database before.");
        return 0;
    }
}
