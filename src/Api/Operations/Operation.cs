namespace CounselDesk.Api.Operations;

/// <summary>One thing that the program does instead of listening, when its name is given.</summary>
public sealed record Operation(string Name, string Usage, Func<Asked, CancellationToken, Task<int>> Run)
{
    /// <summary>Every command there is.</summary>
    public static IReadOnlyList<Operation> All => [Migrate.Operation, Check.Operation, Backup.Operation, Restore.Operation, Move.Operation];

    /// <summary>How many words it takes after its name.</summary>
    public int Words { get; init; }

    /// <summary>Options that stand alone, with their dashes.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Options that must be given with a value, with their dashes.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];
}

/// <summary>What a command is run with. The host is built and not started: nothing listens and no database is open.</summary>
public sealed record Asked(WebApplication App, CommandLine Line)
{
    public IServiceProvider Services => App.Services;

    public bool Has(string flag) => Line.Options.ContainsKey(flag);
}
