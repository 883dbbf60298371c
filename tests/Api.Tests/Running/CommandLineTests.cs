using CounselDesk.Api.Operations;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", null, "", "")]
    [InlineData("--urls http://127.0.0.1:5", null, "", "--urls=http://127.0.0.1:5")]
    [InlineData("migrate", "migrate", "", "")]
    [InlineData("migrate --dry-run --Database:Provider sqlserver", "migrate", "", "--Database:Provider=sqlserver")]
    [InlineData("--Database:Provider sqlite backup /var/b.db --overwrite --urls=http://x:1", "backup", "/var/b.db", "--Database:Provider=sqlite --urls=http://x:1")]
    [InlineData("restore C:\\b.db", "restore", "C:\\b.db", "")]
    [InlineData("--environment Production check", "check", "", "--environment=Production")]
    public void Tells_commands_from_settings(string args, string? command, string words, string settings)
    {
        var line = CommandLine.Read(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Null(line.Mistake);
        Assert.Equal(command, line.Operation?.Name);
        Assert.Equal(words, string.Join(' ', line.Words));
        Assert.Equal(settings, string.Join(' ', line.Settings));
    }

    [Fact]
    public void Keeps_a_connection_string_whole() => Assert.Equal(
        ["--ConnectionStrings:CounselDesk=Data Source=a b.db;Mode=ReadWrite"],
        CommandLine.Read(["check", "--ConnectionStrings:CounselDesk", "Data Source=a b.db;Mode=ReadWrite"]).Settings);

    [Theory]
    [InlineData("sausage")]
    [InlineData("Migrate")]
    [InlineData("--sausage")]
    [InlineData("--dry-run")]
    [InlineData("migrate --dryrun")]
    [InlineData("migrate now")]
    [InlineData("check --overwrite")]
    [InlineData("backup")]
    [InlineData("backup --overwrite")]
    [InlineData("restore a b")]
    public void Refuses_what_it_does_not_know_and_names_the_commands(string args)
    {
        var mistake = CommandLine.Read(args.Split(' ')).Mistake;
        Assert.Contains("Commands: migrate [--dry-run], check, backup FILE [--overwrite], restore FILE", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake!);
    }

    [Fact]
    public async Task Ends_with_two_and_touches_nothing()
    {
        var ended = await TheProgram.Run(_folder, "sausage");
        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(FolderState.Names(_folder));
    }
}
