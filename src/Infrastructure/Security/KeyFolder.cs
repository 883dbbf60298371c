using System.Security.Cryptography;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.DataProtection;

namespace CounselDesk.Infrastructure.Security;

/// <summary>The folder of encryption keys.</summary>
public sealed class KeyFolder(string path, int patienceSeconds = 30)
{
    public const string Default = "data/keys";

    private const int PausesASecond = 20;

    public string Path { get; } = string.IsNullOrWhiteSpace(path)
        ? throw new StartupFailure($"Keys:Path must name a folder, such as '{Default}'.")
        : System.IO.Path.GetFullPath(path);

    public bool Exists => Directory.Exists(Path);

    /// <summary>
    /// Makes the first key where there is none, or a new one where all have expired. Of several processes that start at
    /// once one does, while the others wait: each would otherwise encrypt with a key that the others have not seen.
    /// </summary>
    public async Task RequireKey(ITextProtector protector, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path);
            await using var alone = await Alone(cancellationToken);
            protector.Protect("start", "start");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure($"The folder of encryption keys cannot be read or written ({(fault.InnerException ?? fault).Message}) Make Keys:Path a writable folder.", fault);
        }
    }

    /// <summary>Opens what was encrypted with the folder's keys, and never makes one. The folder must exist.</summary>
    public ITextProtector Reader() =>
        new TextProtector(DataProtectionProvider.Create(new DirectoryInfo(Path), builder => Configure(builder).DisableAutomaticKeyGeneration()));

    internal IDataProtectionBuilder Configure(IDataProtectionBuilder builder) =>
        builder.SetApplicationName("CounselDesk").PersistKeysToFileSystem(new DirectoryInfo(Path));

    /// <summary>Null where the folder cannot be written: its keys are then used as they are, and none can be made twice.</summary>
    private async Task<FileStream?> Alone(CancellationToken cancellationToken)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                // It stays: removing it could part two processes that wait for it.
                return new FileStream(System.IO.Path.Combine(Path, "start.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException fault) when (!IsHeld(fault))
            {
                return null;
            }
            catch (IOException fault)
            {
                if (waited >= patienceSeconds * PausesASecond)
                    throw new StartupFailure($"Another process has held 'start.lock' in Keys:Path for {patienceSeconds} seconds. End it, and start again.", fault);
                await Task.Delay(1000 / PausesASecond, cancellationToken);
            }
        }
    }

    // EAGAIN on Linux, on macOS, and a sharing violation on Windows.
    private static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);
}
