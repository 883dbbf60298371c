using System.Data.Common;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>
/// How far a move has come, kept in the target: each batch's line is written in the batch's own transaction, so that the
/// two are never apart. It also says what the source held, by which a changed source is found. Gone once all is verified.
/// </summary>
public sealed class MoveJournal(IMoveTarget target)
{
    internal const string Table = "MoveProgress";

    // A move's own table, which no migration makes and no request reads: so not among the program's statements.
    private const string Create = """
        CREATE TABLE MoveProgress (
          TableName NVARCHAR(128) NOT NULL,
          SourceRows BIGINT NOT NULL,
          SourceChecksum NVARCHAR(64) NOT NULL,
          MovedRows BIGINT NOT NULL,
          CONSTRAINT PK_MoveProgress PRIMARY KEY CLUSTERED (TableName)
        )
        """;

    private const string Enter = "INSERT INTO MoveProgress (TableName, SourceRows, SourceChecksum, MovedRows) VALUES (@Table, @Rows, @Checksum, 0)";
    private const string Lines = "SELECT p.TableName, p.SourceRows, p.SourceChecksum, p.MovedRows FROM MoveProgress p";
    private const string Step = "UPDATE MoveProgress SET MovedRows = @To WHERE TableName = @Table AND MovedRows = @From";
    private const string Drop = "DROP TABLE MoveProgress";

    public sealed record Line(TableSum Source, long Moved);

    public async Task<bool> Exists(CancellationToken cancellationToken) =>
        (await target.Columns(Table, cancellationToken)).Count > 0;

    public async Task<IReadOnlyDictionary<string, Line>> Read(CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, Line>(StringComparer.Ordinal);
        await using var command = target.Command(Lines, null);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            lines.Add(rows.GetString(0), new Line(new TableSum(rows.GetInt64(1), rows.GetString(2)), rows.GetInt64(3)));
        return lines;
    }

    public async Task Start(IEnumerable<(MovedTable Table, TableSum Sum)> tables, CancellationToken cancellationToken)
    {
        await using var transaction = await target.Begin(cancellationToken);
        await Run(Create, transaction, cancellationToken);
        foreach (var (table, sum) in tables)
            await Run(Enter, transaction, cancellationToken, ("@Table", table.Name), ("@Rows", sum.Rows), ("@Checksum", sum.Checksum));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Does the work and notes where it led, both or neither.</summary>
    public async Task Advance(MovedTable table, long from, long to, Func<DbTransaction, Task> work, CancellationToken cancellationToken)
    {
        await using var transaction = await target.Begin(cancellationToken);
        await work(transaction);
        if (await Run(Step, transaction, cancellationToken, ("@Table", table.Name), ("@From", from), ("@To", to)) != 1)
            throw new MoveFailure($"Another move into {target.Place} is under way. Let only one run, and run the same command again.");
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task Remove(CancellationToken cancellationToken)
    {
        await using var transaction = await target.Begin(cancellationToken);
        await Run(Drop, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<int> Run(string text, DbTransaction transaction, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var command = target.Command(text, transaction);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
