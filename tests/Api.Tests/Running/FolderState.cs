using System.Security.Cryptography;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

/// <summary>Every file below a folder with its contents' hash: what a command that changes nothing must leave.</summary>
public static class FolderState
{
    public static IReadOnlyDictionary<string, string> Of(TempFolder folder) =>
        Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories)
            // SQLite's index of the log is memory that happens to have a name.
            .ToDictionary(path => Path.GetRelativePath(folder.Root, path), path => path.EndsWith("-shm", StringComparison.Ordinal) ? "" : Hash(path), StringComparer.Ordinal);

    public static IReadOnlyList<string> Names(TempFolder folder, string below = "") =>
        [.. Directory.GetFileSystemEntries(folder.Path(below), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.Root, path)).Order(StringComparer.Ordinal)];

    private static string Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}
