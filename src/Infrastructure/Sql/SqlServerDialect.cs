using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CounselDesk.Application.Common;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Sql;

public sealed class SqlServerDialect : IDialect
{
    private const string LockSql = """
        DECLARE @Answer INT;
        EXEC @Answer = sp_getapplock @Resource = @Name, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 20000;
        IF @Answer < 0 THROW 51000, 'The named lock was not granted in time.', 1;
        """;

    private const int LockNotGranted = 51000;
    private const int LockNameLength = 255;
    private const int LongestSizedText = 4000;

    // A login that failed for want of a network, a server that is starting, or one that is too busy to admit anybody.
    // Not a wrong password, a missing database or a missing right: those do not pass by themselves. Zero is a connection
    // that broke, to the driver's own network layer.
    private static readonly int[] PassingOnOpen = [0, 20, 64, 233, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 49918, 49919, 49920];

    private static readonly SqlRetryLogicBaseProvider OpenAgain = Retry(PassingOnOpen);

    // After either, the server has undone and forgotten the statement.
    private static readonly SqlRetryLogicBaseProvider ReadAgain = Retry([1205, 1222]);

    public string Name => "sqlserver";

    public DbConnection Connect(string connectionString) =>
        new SqlConnection(connectionString) { RetryLogicProvider = OpenAgain };

    public string Translate(string sql) => sql;

    public async Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = LockSql;
        // sp_getapplock takes 255 characters; longer names are told apart by their hash.
        command.Parameters.Add(new SqlParameter("@Name", SqlDbType.NVarChar, LockNameLength)
        {
            Value = name.Length <= LockNameLength ? name : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))),
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>SQL Server orders a uniqueidentifier by its last six bytes, then by the two before them, and so on to the front.</summary>
    public Guid Arrange(ReadOnlySpan<byte> growing)
    {
        Span<byte> turned = stackalloc byte[16];
        growing[..6].CopyTo(turned[10..]);
        growing[6..8].CopyTo(turned[8..]);
        growing[8..].CopyTo(turned);
        return new Guid(turned, bigEndian: true);
    }

    public void Bind(DbParameter parameter, Type type, object? value)
    {
        var typed = (SqlParameter)parameter;
        switch (Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type))
        {
            case TypeCode.String:
                typed.SqlDbType = SqlDbType.NVarChar;
                // As long as the column of that name; a longer text is sent whole, for the server to refuse, never cut.
                typed.Size = Size(typed.ParameterName[1..], (value as string)?.Length ?? 0);
                break;
            case TypeCode.Boolean:
                typed.SqlDbType = SqlDbType.Bit;
                break;
            case TypeCode.Int32:
                typed.SqlDbType = SqlDbType.Int;
                break;
            case TypeCode.Int64:
                typed.SqlDbType = SqlDbType.BigInt;
                break;
            default:
                BindOther(typed, Nullable.GetUnderlyingType(type) ?? type, ref value);
                break;
        }

        typed.Value = value ?? DBNull.Value;
    }

    private static void BindOther(SqlParameter parameter, Type type, ref object? value)
    {
        if (type == typeof(Guid))
        {
            parameter.SqlDbType = SqlDbType.UniqueIdentifier;
        }
        else if (type == typeof(DateTimeOffset))
        {
            parameter.SqlDbType = SqlDbType.DateTimeOffset;
            parameter.Scale = 3;
            // Cut to the millisecond as SQLite's text is; the server would round.
            if (value is DateTimeOffset instant)
                value = MillisecondClock.Whole(instant);
        }
        else if (type == typeof(DateOnly))
        {
            parameter.SqlDbType = SqlDbType.Date;
            if (value is DateOnly day)
                value = day.ToDateTime(TimeOnly.MinValue);
        }
        else if (type == typeof(byte[]))
        {
            // A null of no declared kind would be sent as a text, which no text becomes.
            parameter.SqlDbType = SqlDbType.VarBinary;
            parameter.Size = -1;
        }
        else
        {
            throw new NotSupportedException($"No column is of {type.Name}: parameter {parameter.ParameterName}.");
        }
    }

    public void RetryRead(DbCommand command) => ((SqlCommand)command).RetryLogicProvider = ReadAgain;

    public Trouble? Explain(DbException fault) =>
        fault is SqlException refused
            ? refused.Errors.Cast<SqlError>().Select(error => Explain(error.Number, error.Class)).FirstOrDefault(trouble => trouble is not null)
            : null;

    public int NumberOf(DbException fault) => fault is SqlException refused ? refused.Number : fault.ErrorCode;

    /// <summary>By error number; a severity of 20 and more has ended the connection.</summary>
    public static Trouble? Explain(int number, byte severity) => number switch
    {
        1205 or 1222 or 3960 or LockNotGranted => Trouble.Busy,
        -2 => Trouble.TimedOut,
        2601 or 2627 => Trouble.Taken,
        2628 or 8152 => Trouble.TooLong,
        1101 or 1105 or 9002 => Trouble.Full,
        -1 or 2 or 53 or 18456 or 4060 => Trouble.Unreachable,
        _ when (number != 0 && PassingOnOpen.Contains(number)) || severity >= 20 => Trouble.Unreachable,
        _ => null,
    };

    // Few sizes, so that a plan serves every value of a parameter.
    private static int Size(string name, int length)
    {
        var column = ColumnLengths.Of(name);
        return length > LongestSizedText || column == ColumnLengths.Unlimited ? -1 : column is { } size && length <= size ? size : LongestSizedText;
    }

    private static SqlRetryLogicBaseProvider Retry(int[] passing) => SqlConfigurableRetryFactory.CreateExponentialRetryProvider(new SqlRetryLogicOption
    {
        NumberOfTries = 4,
        DeltaTime = TimeSpan.FromMilliseconds(100),
        MaxTimeInterval = TimeSpan.FromSeconds(2),
        TransientErrors = passing,
    });
}
