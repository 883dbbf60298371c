using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class CheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finds_nothing_wrong_before_the_first_start_and_makes_nothing()
    {
        var ended = await Check();
        Assert.Equal(0, ended.Code);
        Assert.Equal(["ok configuration", "warn connection", "warn schema", "warn keys", "ok clocks", "disk"], Subjects(ended));
        Assert.Empty(FolderState.Names(_folder));
    }

    [Fact]
    public async Task Finds_nothing_wrong_beside_a_running_program_or_after_it_and_changes_nothing()
    {
        string[] well = ["ok configuration", "ok connection", "ok schema", "ok keys", "ok clocks", "ok snapshot reads", "disk"];
        await using (var program = await TheProgram.Start(_folder))
        {
            var running = FolderState.Of(_folder);
            Assert.Equal(well, Subjects(await Check()));
            Assert.Equal(running, FolderState.Of(_folder));
            await program.Kill();
        }

        var killed = FolderState.Of(_folder);
        var ended = await Check();
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(well, Subjects(ended));
        Assert.Equal(killed, FolderState.Of(_folder));
        Assert.DoesNotContain(TestApi.SetupCode, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_with_one_line_for_each_thing_that_would_stop_the_start()
    {
        await using (var program = await TheProgram.Start(_folder))
            await program.Kill();

        Directory.Move(_folder.Path("keys"), _folder.Path("keys-elsewhere"));
        await Fails("fail keys", "Keys:Path");
        Directory.CreateDirectory(_folder.Path("keys"));
        await Fails("fail keys", "Keys:Path");
        Assert.Empty(FolderState.Names(_folder, "keys"));
        Directory.Delete(_folder.Path("keys"));
        Directory.Move(_folder.Path("keys-elsewhere"), _folder.Path("keys"));

        Sql("DELETE FROM SchemaMigrations WHERE Name = '0007_progress.sql'");
        Assert.Equal("warn schema", Subjects(await Check())[2]);
        await Fails("fail schema", "Run the command 'migrate'", "--Database:MigrateAtStart=false");
        Sql("INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('9999_from_the_future.sql', 'x', '2030-01-01T00:00:00.000Z')");
        await Fails("fail schema", "newer version");
        Sql("DELETE FROM SchemaMigrations WHERE Name > '9'");
        Sql("UPDATE SchemaMigrations SET Checksum = 'edited' WHERE Name LIKE '0002%'");
        await Fails("fail schema", "edited after it ran");
    }

    [Fact]
    public async Task Warns_of_a_setting_that_it_does_not_know()
    {
        var ended = await Check("--Database:MigrateAtStrat=false");
        Assert.Equal(0, ended.Code);
        Assert.Contains("warn configuration  Database:MigrateAtStrat is no setting", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oracle", "Data Source=x.db", "fail configuration", "'sqlserver'")]
    [InlineData("sqlite", "Sausages=not-to-be-shown", "fail configuration", "Data Source=data/counseldesk.db")]
    [InlineData("sqlserver", "Server=db;Password=a;not-to-be-shown=1", "fail configuration", "cannot be read")]
    [InlineData("sqlserver", "Server=db;Password=not-to-be-shown", "fail configuration", "Database=CounselDesk")]
    [InlineData("sqlserver", "Server=tcp:127.0.0.1,1;Database=x;User Id=sa;Password=not-to-be-shown;Connect Timeout=1;ConnectRetryCount=0", "fail connection", "that the server runs")]
    public async Task Fails_where_the_database_is_not_to_be_had_and_shows_no_secret(string provider, string connectionString, string line, string whatToDo)
    {
        var ended = await Fails(line, whatToDo, $"--Database:Provider={provider}", $"--ConnectionStrings:CounselDesk={connectionString}");
        Assert.DoesNotContain("not-to-be-shown", ended.Output, StringComparison.Ordinal);
        Assert.Empty(FolderState.Names(_folder));
    }

    [Fact]
    public async Task Fails_at_a_file_that_is_no_database()
    {
        Directory.CreateDirectory(_folder.Path("data"));
        await File.WriteAllTextAsync(_folder.Path("data/test.db"), string.Concat(Enumerable.Repeat("Dear diary, this is no database. ", 200)));
        var before = FolderState.Of(_folder);
        await Fails("fail schema", "test.db");
        Assert.Equal(before, FolderState.Of(_folder));
    }

    private Task<Ended> Check(params string[] settings) => TheProgram.Run(_folder, ["check", .. settings]);

    private async Task<Ended> Fails(string line, string whatToDo, params string[] settings)
    {
        var ended = await Check(settings);
        Assert.Equal((1, ""), (ended.Code, ended.Error));
        Assert.Contains(line, Subjects(ended));
        Assert.Contains(ended.Lines, text => text.StartsWith("fail", StringComparison.Ordinal) && text.Contains(whatToDo, StringComparison.Ordinal));
        return ended;
    }

    /// <summary>Each line's verdict and subject; how full this machine's disk is, is not this test's to say.</summary>
    private static IReadOnlyList<string> Subjects(Ended ended) =>
        [.. ended.Lines.Select(line => $"{line[..4].TrimEnd()} {line[5..19].TrimEnd()}").Select(line => line.EndsWith("disk", StringComparison.Ordinal) ? "disk" : line)];

    private void Sql(string sql)
    {
        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        DatabaseState.Texts(connection, sql);
    }
}
