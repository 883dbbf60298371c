using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What an engine's error means to whoever runs the program, in one line that says what to do.</summary>
public static class DatabaseFaults
{
    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    private const string Full = "Free space on its disk (or raise the limit on file sizes), and run it again; nothing was changed";

    /// <summary>Whether it is the database or its files that failed, rather than the program.</summary>
    public static bool IsOfDatabase(Exception fault) => fault is DbException or IOException or UnauthorizedAccessException;

    public static StartupFailure Stop(Database database, Exception fault) => new(Line(fault, database.FilePath), fault);

    /// <summary>The line of any fault, with the embedded database's file, or none for SQL Server.</summary>
    public static string Line(Exception fault, string? file) => Known(fault, file ?? "") ?? (file is not null
        ? $"The database file '{file}' cannot be opened or written ({OneLine(fault)}). Make its folder writable, or set ConnectionStrings:CounselDesk to another file."
        : $"The SQL Server database cannot be reached ({OneLine(fault)}). Check ConnectionStrings:CounselDesk, that the server runs, and the login's rights.");

    /// <summary>The line of a fault whose remedy is known; null for every other.</summary>
    public static string? Known(Exception fault, string file) => fault switch
    {
        SqlException server => OfSqlServer(server.Number),
        SqliteException embedded => OfSqlite(Code(embedded), file),
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => OfSqlite(SQLitePCL.raw.SQLITE_FULL, file),
        _ => null,
    };

    /// <summary>Lines for what an administrator can put right; null for every other number.</summary>
    public static string? OfSqlServer(int number) => number switch
    {
        18456 => "SQL Server refused the login. Check the user and the password in ConnectionStrings:CounselDesk, or the account that the program runs as.",
        4060 => "The database that ConnectionStrings:CounselDesk names does not exist, or the login may not open it. Run 'migrate' with a login that may create databases, or have an administrator create it and a user in it for this login.",
        916 => "The login has no user in the database. Have an administrator create one there (CREATE USER … FOR LOGIN …).",
        229 => "The login may not read or write one of the program's tables. Have an administrator grant its user SELECT, INSERT, UPDATE and DELETE on the schema.",
        262 => "The login may not create databases or tables. Run 'migrate' with a login that may change the schema; the program itself needs no such right.",
        15247 => "The login may not make this change of the database's set-up. Have an administrator run 'migrate', or the script that 'migrate --dry-run' prints.",
        297 => "The login may not look at the server's state. Have an administrator grant it VIEW DATABASE STATE, or do this step as administrator.",
        _ => null,
    };

    /// <summary>Lines by SQLite's primary result code; null for every other.</summary>
    public static string? OfSqlite(int code, string file) => code switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"The disk is full: '{file}' cannot grow. {Full}.",
        SQLitePCL.raw.SQLITE_IOERR => $"The disk is full or failing: '{file}' cannot be read or written. {Full}.",
        SQLitePCL.raw.SQLITE_READONLY => $"The database file '{file}' is read-only. Let the program's account write it and its folder; nothing was changed.",
        SQLitePCL.raw.SQLITE_BUSY => $"The database file '{file}' is in use by another process and was not given free in time. End that process or wait for it, and run this again; nothing was changed.",
        SQLitePCL.raw.SQLITE_CORRUPT => $"The database file '{file}' is damaged. Keep it, and bring a backup back with 'restore FILE'; nothing was changed.",
        _ => null,
    };

    /// <summary>The primary result code: where a backup fails, the driver gives the extended one instead.</summary>
    internal static int Code(SqliteException fault) => fault.SqliteErrorCode & 0xFF;

    internal static bool IsDamage(SqliteException fault) => Code(fault) is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT;

    internal static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
