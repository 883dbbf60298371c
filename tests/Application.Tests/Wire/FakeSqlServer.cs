using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>
/// A SQL Server that knows nothing but what a test told it: it speaks TDS on a port of this machine, keeps what clients
/// say, and answers by rules. What it did not understand or was not told to answer is thrown when it is disposed.
/// </summary>
public sealed class FakeSqlServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(10);

    // SqlClient takes a connection that answered a few milliseconds ago to be alive, without a look.
    private static readonly TimeSpan LongTrusted = TimeSpan.FromMilliseconds(50);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new(LongestTest);
    private readonly ConcurrentQueue<Request> _conversation = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly ConcurrentDictionary<int, (FakeConnection Connection, Task Served)> _connections = new();
    private readonly ConcurrentStack<(Func<Request, bool> Match, Func<Request, Answer> Answer)> _rules = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<WireColumn>> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _accepting;
    private bool _isDisposed;

    public FakeSqlServer()
    {
        _listener.Start();
        ConnectionString = new SqlConnectionStringBuilder
        {
            DataSource = $"127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}",
            InitialCatalog = "CounselDesk",
            UserID = "counseldesk",
            Password = "not kept",
            Encrypt = SqlConnectionEncryptOption.Optional,
        }.ConnectionString;
        _accepting = Accept();
    }

    /// <summary>Of a pool of its own, because the port is. Unencrypted: nothing leaves this machine.</summary>
    public string ConnectionString { get; }

    /// <summary>Everything said so far, in order.</summary>
    public IReadOnlyList<Request> Conversation => [.. _conversation];

    /// <summary>What was said beside logins.</summary>
    public IReadOnlyList<Request> Requests => [.. _conversation.Where(request => request.Kind != RequestKind.Login)];

    /// <summary>
    /// What to answer to requests that match, at the first, the second time and so on; the last answer stays. A newer
    /// rule goes before an older one.
    /// </summary>
    public void On(Func<Request, bool> match, Answer first, params Answer[] later)
    {
        var count = -1;
        Answer[] answers = [first, .. later];
        On(match, _ => answers[Math.Min(Interlocked.Increment(ref count), later.Length)]);
    }

    public void On(Func<Request, bool> match, Func<Request, Answer> answer) => _rules.Push((match, answer));

    /// <summary>What to answer to batches and statements that hold a text, whatever its case; SqlBulkCopy's own aside.</summary>
    public void On(string fragment, Answer first, params Answer[] later) =>
        On(request => request.Says(fragment) && Speaks(request) && !BulkTarget.Asks(request), first, later);

    public void On(RequestKind kind, Answer first, params Answer[] later) => On(request => request.Kind == kind, first, later);

    /// <summary>A table that takes bulk copies, with its columns as it declares them.</summary>
    public void Table(string name, string columns) => _tables[BulkTarget.NameOf(name)] = WireColumn.Parse(columns);

    /// <summary>Breaks every connection, as a server that is restarted, and waits until clients can know.</summary>
    public async Task Restart()
    {
        foreach (var (connection, served) in _connections.Values)
        {
            connection.Dispose();
            await served.WaitAsync(LongestGoodbye);
        }

        await Task.Delay(LongTrusted);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_end.IsCancellationRequested)
            Fault(new WireFault($"The test took longer than {LongestTest}: the fake server had left."));
        await _end.CancelAsync();
        await _accepting.WaitAsync(LongestGoodbye);
        _listener.Stop();
        await Task.WhenAll(_connections.Values.Select(connection => connection.Served)).WaitAsync(LongestGoodbye);
        _end.Dispose();
        if (!_faults.IsEmpty)
            throw new WireFault(string.Join(Environment.NewLine, _faults.Select(fault => fault.Message)), new AggregateException(_faults));
    }

    internal IReadOnlyDictionary<string, IReadOnlyList<WireColumn>> Tables => _tables;

    internal void Keep(Request request) => _conversation.Enqueue(request);

    internal void Fault(Exception fault) => _faults.Enqueue(fault);

    /// <summary>By the newest of the test's rules that matches.</summary>
    internal Answer AnswerTo(Request request)
    {
        foreach (var (match, answer) in _rules)
        {
            if (match(request))
                return answer(request);
        }

        return Answer.AsUsual;
    }

    /// <summary>The test said nothing of it, and no SQL Server could know: an error to the client, and the test fails.</summary>
    internal Answer Unforeseen(Request request)
    {
        Fault(new WireFault($"The test gives no answer to: {request.Kind} {request.Name}{request.Sql}"));
        return Answer.Error(50000, "The test gives no answer to this.");
    }

    private static bool Speaks(Request request) =>
        request.Kind is RequestKind.Batch or RequestKind.Statement or RequestKind.Procedure;

    private async Task Accept()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var connection = new FakeConnection(this, number, await _listener.AcceptSocketAsync(_end.Token));
                _connections[number] = (connection, connection.Serve(_end.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test, or of its time.
        }
    }
}
