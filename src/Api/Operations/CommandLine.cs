namespace CounselDesk.Api.Operations;

/// <summary>What the program was asked: a command or none, its words and options, and the settings that the host reads.</summary>
public sealed record CommandLine(
    Operation? Operation, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Options, string[] Settings)
{
    // Settings of the host that have no section; every other has a colon in its name.
    private static readonly HashSet<string> HostSettings = new(
        [
            "urls", "http_ports", "https_ports", "environment", "contentRoot", "webRoot", "applicationName", "allowedHosts",
            "shutdownTimeoutSeconds", "preferHostingUrls", "suppressStatusMessages",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with it, with the commands there are; null where nothing is.</summary>
    public string? Mistake { get; private init; }

    public static CommandLine Read(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        var settings = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
                continue;
            }

            var isSetting = name.Contains(':', StringComparison.Ordinal) || HostSettings.Contains(name[2..]);
            if (value is null && (isSetting || Operation.All.Any(operation => operation.Required.Contains(name))) && i + 1 < args.Count)
                value = args[++i];
            if (isSetting)
                settings.Add($"{name}={value}");
            else
                options[name] = value ?? "";
        }

        var asked = words.Count == 0 ? null : Operation.All.FirstOrDefault(operation => string.Equals(operation.Name, words[0], StringComparison.Ordinal));
        return new CommandLine(asked, [.. words.Skip(1)], options, [.. settings]) { Mistake = MistakeOf(asked, words, options) };
    }

    private static string? MistakeOf(Operation? asked, List<string> words, Dictionary<string, string> options)
    {
        var wrong = asked is null && words.Count > 0
            ? $"There is no command '{words[0]}'."
            : options.Keys.FirstOrDefault(option => asked is null || !asked.Flags.Concat(asked.Required).Contains(option)) is { } unknown
                ? $"There is no option '{unknown}' here."
                : asked is not null && (words.Count != asked.Words + 1 || asked.Required.Any(option => options.GetValueOrDefault(option) is null or ""))
                    ? $"Write it as: {asked.Usage}."
                    : null;
        return wrong is null
            ? null
            : $"{wrong} Commands: {string.Join(", ", Operation.All.Select(operation => operation.Usage))}; without one the program starts. Settings go with each, as --Section:Name value or --urls address.";
    }
}
