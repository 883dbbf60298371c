using System.Security.Cryptography;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Security;

public sealed class KeyFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Waits_a_bounded_time_for_another_process_that_makes_the_first_key()
    {
        var keys = new KeyFolder(_folder, patienceSeconds: 1);
        var protector = new Recorded();
        await using (File.Open(Path.Combine(_folder, "start.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var failure = await Assert.ThrowsAsync<StartupFailure>(() => keys.RequireKey(protector, CancellationToken.None));
            Assert.Contains("Another process", failure.Message, StringComparison.Ordinal);
            Assert.Equal(0, protector.Count);
        }

        await keys.RequireKey(protector, CancellationToken.None);
        Assert.Equal(1, protector.Count);
    }

    [Fact]
    public async Task Says_that_it_cannot_be_written()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => new KeyFolder(file).RequireKey(new Recorded(), CancellationToken.None));
        Assert.Contains("Make Keys:Path a writable folder", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Keys:Path", Assert.Throws<StartupFailure>(() => new KeyFolder(" ")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_reader_makes_no_key()
    {
        var reader = new KeyFolder(_folder).Reader();
        Assert.Throws<CryptographicException>(() => reader.Unprotect("purpose", "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private sealed class Recorded : ITextProtector
    {
        public int Count { get; private set; }

        public string Protect(string purpose, string text)
        {
            Count++;
            return text;
        }

        public string Unprotect(string purpose, string text) => text;

        public byte[] Protect(string purpose, byte[] bytes) => bytes;

        public byte[] Unprotect(string purpose, byte[] bytes) => bytes;
    }
}
