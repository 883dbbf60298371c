using System.Data;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// How a connection waits while another process writes to the file. The driver looks again every 150 milliseconds and
/// the engine's own waiting every 100, so that a busy neighbour, who is back within one, keeps the file for seconds.
/// Looking every millisecond finds the moment between two of its transactions.
/// </summary>
internal static class SqliteWaiting
{
    // With the sleep's own length about as long as the driver waits for a command.
    private const int MostLooks = 28_000;

    // The engine keeps a bare pointer to it, so it lives as long as the program.
    private static readonly BusyHandler LookAgain = static (_, looks) =>
    {
        Thread.Sleep(1);
        return looks < MostLooks ? 1 : 0;
    };

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int BusyHandler(nint argument, int looks);

    public static SqliteConnection WaitingForOthers(this SqliteConnection connection)
    {
        connection.StateChange += static (opened, change) =>
        {
            if (change.CurrentState == ConnectionState.Open)
                _ = SetBusyHandler(((SqliteConnection)opened).Handle!, LookAgain, 0);
        };
        return connection;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_busy_handler")]
    private static extern int SetBusyHandler(sqlite3 connection, BusyHandler handler, nint argument);
}
