using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>Copies the embedded database to a file while the program may be using it.</summary>
public static class EmbeddedBackup
{
    /// <summary>Writes beside <paramref name="file"/>, reads that back, and only then gives it its name.</summary>
    /// <exception cref="StartupFailure">Nothing was backed up; what stood at <paramref name="file"/> stands there still.</exception>
    public static EmbeddedContents Make(string database, string file, bool overwrite)
    {
        Refuse(database, file, overwrite);
        var partial = $"{file}.partial-{Environment.ProcessId}";
        var at = database;
        try
        {
            EmbeddedContents contents;
            using (var source = EmbeddedFile.Open(database, SqliteOpenMode.ReadWrite))
            {
                if (EmbeddedFile.Number(source, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'SchemaMigrations'") == 0)
                    throw new StartupFailure($"'{database}' is not a CounselDesk database, or has no schema yet: there is nothing to back up.");
                at = file;
                contents = EmbeddedCopy.Make(source, partial, database);
            }

            File.Move(partial, file, overwrite);
            Disk.FlushNames(Path.GetDirectoryName(file)!);
            return contents;
        }
        catch (SqliteException fault) when (DatabaseFaults.IsDamage(fault))
        {
            throw new StartupFailure($"'{database}' is damaged, or no database: a copy of it would be no backup. Keep it, and bring an earlier backup back with 'restore FILE'; nothing was changed.", fault);
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            throw new StartupFailure($"The backup was not made; nothing was changed. {DatabaseFaults.Known(fault, at) ?? $"'{at}' cannot be {(string.Equals(at, file, StringComparison.Ordinal) ? "written" : "read")} ({DatabaseFaults.OneLine(fault)})."}", fault);
        }
        finally
        {
            EmbeddedFile.Delete(partial);
        }
    }

    private static void Refuse(string database, string file, bool overwrite)
    {
        if (!File.Exists(database))
            throw new StartupFailure($"There is no database at '{database}' to back up. Check ConnectionStrings:CounselDesk.");
        if (Directory.Exists(file))
            throw new StartupFailure($"'{file}' is a folder. Name a file in it.");
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new StartupFailure($"The folder of '{file}' does not exist. Make it first.");
        if (EmbeddedFile.Parts(database).Any(part => EmbeddedFile.IsSame(part, file)))
            throw new StartupFailure($"'{file}' is the database itself. Name another file.");
        if (File.Exists(file) && !overwrite)
            throw new StartupFailure($"'{file}' exists. Name another file, or add --overwrite.");
    }
}
