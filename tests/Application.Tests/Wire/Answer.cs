using System.Text.RegularExpressions;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What the fake server says to one request: any number of results, one after the other.</summary>
public sealed class Answer
{
    private Answer(params Part[] parts) => Parts = parts;

    /// <summary>What any SQL Server would say to a login, a transaction's begin and end, a lock, or the rows of a bulk copy.</summary>
    public static Answer AsUsual { get; } = new(new UsualPart());

    /// <summary>Done, with nothing to count.</summary>
    public static Answer Done { get; } = new(new CountPart(null));

    /// <summary>The connection breaks, after as much of what was said before as fills packets.</summary>
    public static Answer HangUp { get; } = new(new HangUpPart());

    /// <summary>Nothing more comes until the client gives up; as with <see cref="HangUp"/>, packets that are full have gone.</summary>
    public static Answer Silence { get; } = new(new SilencePart());

    internal IReadOnlyList<Part> Parts { get; }

    /// <summary>A result set.</summary>
    /// <param name="columns">As in a table's declaration: <c>Id uniqueidentifier not null, Name nvarchar(40)</c>.</param>
    /// <param name="rows">Each with a value for each column.</param>
    public static Answer Rows(string columns, params object?[][] rows) => new(new RowsPart(WireColumn.Parse(columns), rows));

    internal static Answer Rows(IReadOnlyList<WireColumn> columns) => new(new RowsPart(columns, []));

    public static Answer Count(long rows) => new(new CountPart(rows));

    /// <summary>The value of an output parameter; those that no answer names go back as they came.</summary>
    public static Answer Out(string parameter, object? value) => new(new OutPart(parameter, value));

    /// <param name="endsTransaction">As a deadlock does: the server has rolled back when the error arrives.</param>
    public static Answer Error(int number, string message, byte severity = 16, byte state = 1, bool endsTransaction = false) =>
        new(new ErrorPart(number, message, severity, state, endsTransaction));

    public static Answer Deadlock() => Error(1205, "Chosen as the deadlock victim.", severity: 13, state: 51, endsTransaction: true);

    /// <summary>This, then that, in one reply.</summary>
    public Answer Then(Answer next) => new([.. Parts, .. next.Parts]);
}

internal abstract record Part;

internal sealed record RowsPart(IReadOnlyList<WireColumn> Columns, object?[][] Rows) : Part;

internal sealed record CountPart(long? Rows) : Part;

internal sealed record ErrorPart(int Number, string Message, byte Severity, byte State, bool EndsTransaction) : Part
{
    private const byte Fatal = 20;

    /// <summary>From this severity on, SQL Server closes the connection.</summary>
    public bool IsFatal => Severity >= Fatal;
}

internal sealed record OutPart(string Name, object? Value) : Part;

internal sealed record UsualPart : Part;

internal sealed record HangUpPart : Part;

internal sealed record SilencePart : Part;

internal sealed partial record WireColumn(string Name, WireType Type)
{
    public static IReadOnlyList<WireColumn> Parse(string declarations) =>
    [
        .. Comma().Split(declarations).Select(declaration => declaration.Trim()).Select(declaration =>
        {
            var end = declaration.IndexOf(' ', StringComparison.Ordinal);
            return new WireColumn(declaration[..end].Trim('[', ']'), WireType.Parse(declaration[end..]));
        }),
    ];

    // Not the comma inside decimal(10,2).
    [GeneratedRegex(@",(?![^(]*\))", RegexOptions.None, 1000)]
    private static partial Regex Comma();
}
