using System.Globalization;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Operations;

/// <summary>Copies the embedded database to a file, while the program may be running, and reads the copy back.</summary>
public static class Backup
{
    public static Operation Operation { get; } = new("backup", "backup FILE [--overwrite]", Run) { Words = 1, Flags = ["--overwrite"] };

    private static Task<int> Run(Asked asked, CancellationToken cancellationToken)
    {
        var database = asked.Services.GetRequiredService<Database>().FilePath
            ?? throw new StartupFailure("It copies the embedded database only. Back SQL Server up with its own BACKUP DATABASE, and the key folder apart from it.");
        var file = Path.GetFullPath(asked.Line.Words[0]);
        var contents = EmbeddedBackup.Make(database, file, asked.Has("--overwrite"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up '{database}' to '{file}': {contents.Rows.Count} tables, {contents.AllRows} rows, read back and compared."));
        Console.WriteLine($"Back up the key folder '{asked.Services.GetRequiredService<KeyFolder>().Path}' too: without it nobody can read the texts in the backup. Keep it apart from the backup: whoever has both can read everything.");
        return Task.FromResult(0);
    }
}
