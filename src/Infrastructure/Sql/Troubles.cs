using System.Data.Common;
using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What whoever asked is told of the database's troubles: whether anything was changed, and what to do.</summary>
internal static class Troubles
{
    public const string OutcomeUnknown = "outcome-unknown";

    /// <summary>Null where the failure is the program's own, and so a fault to be found, not a passing trouble.</summary>
    public static Refused? Of(IDialect dialect, DbException fault) => dialect.Explain(fault) switch
    {
        Trouble.Busy => Refused.Unavailable("busy", "Others were at the same records at the same moment. Nothing was changed: send it again.", Cause(dialect, fault)),
        Trouble.TimedOut => Refused.Unavailable("database-timeout", "The database did not answer in time. Nothing was changed: send it again.", Cause(dialect, fault)),
        Trouble.Taken => Refused.Conflict("already-exists", "The same was entered at the same moment, or before. Nothing was changed: read again."),
        Trouble.TooLong => Refused.Invalid("body", "A text is longer than is kept; see maxLength in the API document.", "too-long"),
        Trouble.Full => Refused.Unavailable("storage-full", "The database has no room left. Nothing was changed: tell the operator.", Cause(dialect, fault)),
        Trouble.Unreachable => Unreachable(Cause(dialect, fault)),
        _ => null,
    };

    /// <summary>The connection was closed from the other side, which the driver tells without a number.</summary>
    public static Refused Closed(IDialect dialect) => Unreachable($"{dialect.Name} closed");

    /// <summary>A commit that was sent and not answered may have happened; only some failures say for certain that it did not.</summary>
    public static Refused? OfCommit(IDialect dialect, DbException fault) => dialect.Explain(fault) switch
    {
        null => null,
        Trouble.TimedOut or Trouble.Unreachable => Refused.Unavailable(
            OutcomeUnknown,
            "The database's last answer was lost: it may have been kept or not. Read before you send it again, or repeat it with the same Idempotency-Key.",
            Cause(dialect, fault)),
        _ => Of(dialect, fault),
    };

    private static Refused Unreachable(string cause) =>
        Refused.Unavailable("database-unreachable", "The database cannot be reached. Nothing was changed: send it again.", cause);

    // Never the driver's message, which can quote values.
    private static string Cause(IDialect dialect, DbException fault) => $"{dialect.Name} {dialect.NumberOf(fault)}";
}
