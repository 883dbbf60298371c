using System.Runtime.InteropServices;
using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Operations;

/// <summary>
/// <c>move --to "connection string" [--restart]</c>: copies the configured embedded database into SQL Server or into
/// another embedded file. Exit code 0 when both sides were compared and agree, else 1 and one line.
/// </summary>
public static class Move
{
    public static Operation Operation { get; } = new("move", "move --to \"connection string\" [--restart]", Run) { Required = ["--to"], Flags = ["--restart"] };

    private static async Task<int> Run(Asked asked, CancellationToken cancellationToken)
    {
        try
        {
            await Run(asked.Services.GetRequiredService<Database>(), asked.Line.Options["--to"], asked.Has("--restart"), asked.Services.GetRequiredService<KeyFolder>().Path);
            return 0;
        }
        catch (MoveFailure failure)
        {
            throw new StartupFailure(failure.Message, failure);
        }
    }

    private static async Task Run(Database database, string to, bool restart, string keys)
    {
        var file = database.FilePath ?? throw new MoveFailure("Only an embedded database is moved: Database:Provider must be 'sqlite', and --to says where to.");
        using var stop = new CancellationTokenSource();
        // The first signal ends the move; the engines take the batch under way back.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var target = MoveAddress.Target(to, file);
        await using var source = await EmbeddedSource.Open(file, stop.Token);
        Console.WriteLine($"Moving {source.Place} to {target.Place}.");
        using var progress = new ProgressLine(Console.Out, rewrites: !Console.IsOutputRedirected, TimeProvider.System);
        var result = await new Mover(source, target, progress, TimeProvider.System, new MoveOptions { Restart = restart }).Run(stop.Token);
        Console.WriteLine(FormattableString.Invariant($"""
            Moved: {result.Rows:N0} rows in {result.Tables} tables ({result.Copied:N0} in this run). Counts and checksums agree on both sides.
            Nothing changed in {source.Place}. Keep it until the new home has proven itself, and let nobody go on working in it.
            Now set {(target is SqlServerTarget ? "Database:Provider to sqlserver and " : "")}ConnectionStrings:CounselDesk to the new home.
            Take the folder of encryption keys along, and name it by Keys:Path: now '{keys}'. Without it the moved texts cannot be read.
            """));

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
