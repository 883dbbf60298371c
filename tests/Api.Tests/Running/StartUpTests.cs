using System.Net;
using System.Net.Sockets;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

/// <summary>Whatever is wrong at the start: one line that says what to do, an exit code, and nothing half-made.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unknown_provider_is_named_with_those_there_are()
    {
        await Stops("'sqlserver'", "--Database:Provider=oracle");
        Assert.False(Directory.Exists(_folder.Path("data")));
    }

    [Fact]
    public Task An_unreachable_SQL_Server_says_what_to_check() => Stops(
        "Check ConnectionStrings:CounselDesk",
        "--Database:Provider=sqlserver",
        "--ConnectionStrings:CounselDesk=Server=tcp:127.0.0.1,1;Database=x;User Id=sa;Password=not-to-be-shown;Connect Timeout=1;ConnectRetryCount=0");

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Sausages=not-to-be-shown")]
    public Task A_connection_string_that_names_no_file_says_how_one_looks(string text) =>
        Stops("Data Source=data/counseldesk.db", $"--ConnectionStrings:CounselDesk={text}");

    [Fact]
    public async Task A_port_in_use_says_how_to_choose_another()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Stops("--urls", $"--urls=http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(_folder.Path("data"), "a file where the folder should be");
        await Stops(_folder.Path("data"));
        Assert.Equal("a file where the folder should be", await File.ReadAllTextAsync(_folder.Path("data")));
    }

    [Fact]
    public async Task A_keys_folder_that_cannot_be_written_leaves_no_database()
    {
        await File.WriteAllTextAsync(_folder.Path("keys"), "a file where the folder should be");
        await Stops("Keys:Path");
        Assert.False(Directory.Exists(_folder.Path("data")));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_as_it_is()
    {
        Directory.CreateDirectory(_folder.Path("data"));
        var text = string.Concat(Enumerable.Repeat("Dear diary, this is no database. ", 200));
        await File.WriteAllTextAsync(_folder.Path("data/test.db"), text);
        await Stops("test.db");
        Assert.Equal(text, await File.ReadAllTextAsync(_folder.Path("data/test.db")));
    }

    [Fact]
    public async Task A_database_of_another_past_or_with_other_keys_is_refused_and_kept()
    {
        await using (var program = await TheProgram.Start(_folder))
            await program.Kill();

        var journal = Sql("SELECT Checksum FROM SchemaMigrations WHERE Name = '0001_practices_and_people.sql'");
        Sql("UPDATE SchemaMigrations SET Checksum = 'edited' WHERE Name = '0001_practices_and_people.sql'");
        await Stops("edited after it ran");
        Sql($"UPDATE SchemaMigrations SET Checksum = '{journal.Single()}' WHERE Name = '0001_practices_and_people.sql'");

        Sql("INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('9999_from_the_future.sql', 'x', '2030-01-01T00:00:00.000Z')");
        await Stops("newer version");
        Sql("DELETE FROM SchemaMigrations WHERE Name = '9999_from_the_future.sql'");

        Directory.Move(_folder.Path("keys"), _folder.Path("keys-elsewhere"));
        await Stops("Keys:Path");
        Directory.Delete(_folder.Path("keys"), recursive: true);
        Directory.Move(_folder.Path("keys-elsewhere"), _folder.Path("keys"));

        Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
        await using var again = await TheProgram.Start(_folder);
    }

    [Fact]
    public async Task With_nothing_wrong_it_makes_everything_in_its_own_folder_and_no_password()
    {
        await using var program = await TheProgram.Start(_folder);
        using var http = new HttpClient { BaseAddress = program.Address };
        Assert.True((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
        Assert.Equal(["data", "keys"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["0"], Sql("SELECT COUNT(*) FROM Accounts"));
    }

    private async Task Stops(string whatToDo, params string[] settings)
    {
        var before = Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Where(IsDatabase).Order(StringComparer.Ordinal).ToList();
        var ended = (await TheProgram.Run(_folder, settings)).Refused("start", whatToDo);
        Assert.DoesNotContain("not-to-be-shown", ended.Error, StringComparison.Ordinal);
        if (before.Count == 0 && !settings.Any(setting => setting.StartsWith("--urls", StringComparison.Ordinal)))
            Assert.DoesNotContain(Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories), IsDatabase);
    }

    private static bool IsDatabase(string path) => Path.GetFileName(path).StartsWith("test.db", StringComparison.Ordinal);

    private IReadOnlyList<string> Sql(string sql)
    {
        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        return DatabaseState.Texts(connection, sql);
    }
}
