using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>A move stops; the message is one line that says why and the way on, without values or secrets.</summary>
public sealed partial class MoveFailure(string message, Exception? cause = null) : Exception(char.ToUpperInvariant(message[0]) + message[1..], cause)
{
    /// <summary>What both sides still are after any failure: the source untouched, the target as of its last whole batch.</summary>
    public const string GoesOn = "Run the same command again: it goes on where it was.";

    /// <summary>Whether it is one that <see cref="Of"/> has a line for, or at least an engine's number.</summary>
    public static bool Knows(Exception fault) => fault is DbException or IOException or UnauthorizedAccessException;

    // An engine's own message is never passed on: "the duplicate key value is (…)" would print somebody's address.
    public static MoveFailure Of(Exception fault, string place) => new(
        fault switch
        {
            SqlException server => $"{place} {OfServer(server)}",
            SqliteException embedded => $"{place} {OfFile(embedded)}",
            _ => $"{place} cannot be read or written ({fault.GetType().Name}). Check the folder, its rights and its disk. {GoesOn}",
        },
        fault);

    private static string OfServer(SqlException fault) => fault.Number switch
    {
        18456 or 18452 or 18486 or 18487 or 18488 => "refuses the login. Check the user and the password in --to.",
        4060 or 911 => "has no such database, or the login may not open it. Make an empty database first, and name it in --to.",
        229 or 230 or 262 or 297 or 300 or 1088 or 3704 or 4902 => $"says that the login lacks a right. A move needs the rights of the login that migrates (db_owner, or db_ddladmin with db_datareader and db_datawriter). {GoesOn}",
        1101 or 1105 or 9002 => $"has no room left. Make room for its data and its log. {GoesOn}",
        2601 or 2627 => $"refuses rows as doubles by {Rule(fault.Message)}: the embedded file takes them for different, the server does not (case, accents, spaces at the end). Change one of the two in the file by the program, and begin again with --restart.",
        547 => $"refuses rows by {Rule(fault.Message)}: what they refer to is not there, or they break the rule. Begin again with --restart.",
        2628 or 8152 => "refuses a text as too long for its column. Begin again with --restart.",
        -2 => $"did not answer in time. {GoesOn}",
        -1 or 0 or 2 or 20 or 53 or 64 or 121 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001 or 11002 or 17142 =>
            $"cannot be reached, or the connection was lost. Check that it runs, and the server's name and port in --to. {GoesOn}",
        33504 => "refuses rows by row-level security, which also hides rows from a move. Switch it off for the move, and on again after.",
        1205 => $"ended the batch to break a deadlock: somebody else works in this database. {GoesOn}",
        var number => $"refused (error {number}). {GoesOn}",
    };

    private static string OfFile(SqliteException fault) => fault.SqliteErrorCode switch
    {
        5 or 6 => "is in use by another program. Stop CounselDesk and whatever else has it open, and run the same command again.",
        8 or 14 or 23 => "cannot be opened or written. Check the folder and its rights, and run the same command again.",
        10 => $"cannot be read or written: the disk reports a fault. {GoesOn}",
        11 or 26 => "is no SQLite database, or is damaged. Give another file, or restore a backup.",
        13 => $"has no room left on its disk. Make room. {GoesOn}",
        19 => $"refuses rows by {Rule(fault.Message)}. Begin again with --restart.",
        var number => $"refused (error {number}). {GoesOn}",
    };

    private static string Rule(string message) => RuleName().Match(message) is { Success: true } name ? $"the rule {name.Value}" : "a rule";

    // The house's names of constraints and indexes, or SQLite's list of columns.
    [GeneratedRegex(@"\b(?:PK|UX|FK|CK)_\w+|(?<=constraint failed: )\w+(?:\.\w+)?", RegexOptions.None, 1000)]
    private static partial Regex RuleName();
}
