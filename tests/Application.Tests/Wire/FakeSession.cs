namespace CounselDesk.Application.Tests.Wire;

/// <summary>How a reply ends.</summary>
internal enum Ending
{
    Whole,

    /// <summary>Whole, and the connection is closed after it.</summary>
    LastWords,
    HangUp,
    Silence,
}

/// <summary>What the fake server knows of one connection, and the tokens that it says to each request.</summary>
internal sealed class FakeSession(FakeSqlServer server, int number) : IDisposable
{
    private const string LeftTransactions = "set @out = @@trancount";
    private long _begun;
    private long _transaction;
    private bool _recovers;
    private bool _isIn;

    public TokenWriter Tokens { get; } = new();

    /// <summary>The batch that announced the rows of a bulk load.</summary>
    public string InsertBulk { get; private set; } = "";

    public int PacketRoom { get; set; }

    /// <param name="isLast">No other request came in the same message.</param>
    public Ending Say(Request request, bool isLast)
    {
        if (request.Kind == RequestKind.BulkLoad)
            request = request with { Transaction = _transaction };
        server.Keep(request);
        if (request.Resets)
        {
            _transaction = 0;
            Tokens.Changed(Change.ConnectionReset, [], []);
        }

        if (request.Transaction != _transaction && request.Kind != RequestKind.Attention)
            throw new WireFault($"Transaction {request.Transaction} was named where {_transaction} was open: {request.Kind} {request.Sql}");
        InsertBulk = BulkTarget.IsInsert(request) ? request.Sql : "";
        return Say(request, server.AnswerTo(request).Parts.SelectMany(part => part is UsualPart ? Usual(request).Parts : [part]).ToList(), isLast);
    }

    public void Dispose() => Tokens.Dispose();

    // As any SQL Server would.
    private Answer Usual(Request request)
    {
        switch (request.Kind)
        {
            case RequestKind.Login:
                _isIn = true;
                _recovers = request.Login!.CanRecover;
                Tokens.LoggedIn(request.Login);
                return Answer.Done;
            case RequestKind.Begin:
                _transaction = ((long)number << 32) | ++_begun;
                Tokens.Changed(Change.Begun, BitConverter.GetBytes(_transaction), []);
                TellRecovery();
                return Answer.Done;
            case RequestKind.Commit:
                EndTransaction(Change.Committed);
                return Answer.Done;
            case RequestKind.Rollback when request.Name.Length == 0:
                EndTransaction(Change.RolledBack);
                return Answer.Done;
            case RequestKind.BulkLoad:
                return Answer.Count(request.Bulk!.Rows.Count);
            case RequestKind.Rollback or RequestKind.Savepoint or RequestKind.Attention:
                return Answer.Done;
        }

        if (BulkTarget.IsInsert(request) || request.Says("sp_set_session_context") || request.Says("sp_getapplock"))
            return Answer.Done;
        return request.Says(LeftTransactions) ? Answer.Out("@out", _transaction == 0 ? 0 : 1)
            : BulkTarget.Describe(request, server.Tables) ?? server.Unforeseen(request);
    }

    private void EndTransaction(Change how)
    {
        Tokens.Changed(how, [], BitConverter.GetBytes(_transaction));
        _transaction = 0;
        TellRecovery();
    }

    // A transaction is what no client can put back by itself.
    private void TellRecovery()
    {
        if (_recovers)
            Tokens.SessionState(_transaction == 0);
    }

    private Ending Say(Request request, List<Part> parts, bool isLast)
    {
        var isProcedure = request.Kind is RequestKind.Statement or RequestKind.Procedure;
        var token = isProcedure ? DoneToken.InProcedure : DoneToken.Statement;
        var outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        var status = request.Kind == RequestKind.Attention ? DoneStatus.Attention : DoneStatus.Final;
        for (var i = 0; i < parts.Count; i++)
        {
            var more = isProcedure || i < parts.Count - 1 ? DoneStatus.More : DoneStatus.Final;
            switch (parts[i])
            {
                case RowsPart part:
                    Tokens.Columns(part.Columns);
                    foreach (var row in part.Rows)
                        Tokens.Row(part.Columns, row, PacketRoom);
                    Tokens.Done(token, more, part.Rows.Length, isSelect: true);
                    break;
                case CountPart part:
                    Tokens.Done(token, status | more, part.Rows);
                    break;
                case OutPart part:
                    outputs[part.Name] = part.Value;
                    break;
                case ErrorPart part:
                    Tokens.Error(part);
                    if (part.EndsTransaction && _transaction != 0)
                        EndTransaction(Change.RolledBack);
                    status |= DoneStatus.Error;
                    Tokens.Done(token, status | more);
                    if (part.IsFatal)
                        return Ending.LastWords;
                    break;
                case SilencePart:
                    return Ending.Silence;
                case HangUpPart:
                    return Ending.HangUp;
            }
        }

        if (isProcedure)
        {
            Tokens.ReturnStatus(0);
            foreach (var parameter in request.Parameters.Where(parameter => parameter.IsOutput))
                Tokens.Output(parameter, outputs.GetValueOrDefault(parameter.Name, parameter.Value), PacketRoom);
            Tokens.Done(DoneToken.Procedure, status | (isLast ? DoneStatus.Final : DoneStatus.More));
        }

        return _isIn ? Ending.Whole : Ending.LastWords;
    }
}
