using System.Runtime.InteropServices;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What the framework's file classes leave out: names that survive a power cut, and rights asked without trying.</summary>
internal static class Disk
{
    private const int ToReadNames = 5;
    private const int ToChangeFile = 6;
    private const int ToChangeNames = 7;

    /// <summary>Makes an empty file that the same accounts may read as another.</summary>
    public static void Create(string file, string like)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(like);
        using var made = new FileStream(file, options);
    }

    /// <summary>Waits until the file's bytes are on the disk.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the folder's names are on the disk. Windows does so by itself.</summary>
    public static void FlushNames(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    /// <summary>Whether a folder's files can be read. On Windows only a try would tell.</summary>
    public static bool IsReadable(string folder) => OperatingSystem.IsWindows() || Access(folder, ToReadNames) == 0;

    /// <summary>Whether files can be made and read in a folder, without making one.</summary>
    public static bool IsWritable(string folder) => OperatingSystem.IsWindows() || Access(folder, ToChangeNames) == 0;

    /// <summary>Whether a file can be changed, without changing it.</summary>
    public static bool IsChangeable(string file) => OperatingSystem.IsWindows() || Access(file, ToChangeFile) == 0;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
