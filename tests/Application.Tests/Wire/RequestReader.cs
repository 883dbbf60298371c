using System.Data;
using System.Text;
using System.Text.RegularExpressions;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>Reads what a client asks (MS-TDS 2.2.6): logins, batches, procedures, transactions, bulk rows.</summary>
internal sealed partial class RequestReader : IDisposable
{
    private const int ByNumber = 0xFFFF;
    private const int ExecuteSql = 10;
    private const byte NextProcedure = 0xFF;
    private const byte IsOutput = 0x01;
    private readonly Message _message;
    private readonly BinaryReader _reader;
    private readonly Request _start;

    public RequestReader(int connection, Message message)
    {
        _message = message;
        _reader = new BinaryReader(new MemoryStream(message.Body), Encoding.Unicode);
        _start = new Request(connection, RequestKind.Batch)
        {
            Resets = (message.Status & (PacketStatus.ResetConnection | PacketStatus.ResetConnectionKeepingTransaction)) != PacketStatus.None,
        };
    }

    private bool AtEnd => _reader.BaseStream.Position == _message.Body.Length;

    /// <param name="insertBulk">The batch that announced the rows of a bulk load.</param>
    public IReadOnlyList<Request> Read(string insertBulk)
    {
        try
        {
            var read = _message.Type switch
            {
                PacketType.Login => [_start with { Kind = RequestKind.Login, Login = LoginReader.Read(WireBytes.Exactly(_reader, _message.Body.Length)) }],
                PacketType.Batch => [Headed() with { Sql = Text(_message.Body.Length - (int)_reader.BaseStream.Position) }],
                PacketType.Procedure => Procedures(Headed()),
                PacketType.TransactionRequest => [TransactionRequest(Headed())],
                PacketType.BulkLoad => [_start with { Kind = RequestKind.BulkLoad, Sql = insertBulk, Bulk = BulkLoadReader.Read(_reader) }],
                PacketType.Attention => [_start with { Kind = RequestKind.Attention }],
                _ => throw new WireFault($"The fake server does not take packets of type {_message.Type}."),
            };
            if (_message.Status.HasFlag(PacketStatus.Ignore) && _message.Type != PacketType.Attention)
                throw new WireFault($"A message of type {_message.Type} was taken back, which the fake server does not speak.");
            return AtEnd ? read : throw new WireFault($"Bytes were left over after a message of type {_message.Type}.");
        }
        catch (EndOfStreamException fault)
        {
            throw new WireFault($"A message of type {_message.Type} ended too early.", fault);
        }
    }

    public void Dispose() => _reader.Dispose();

    // ALL_HEADERS: the transaction that the request belongs to is one of them.
    private Request Headed()
    {
        const int transactionHeader = 2;
        var end = _reader.BaseStream.Position + _reader.ReadInt32();
        long transaction = 0;
        while (_reader.BaseStream.Position < end)
        {
            var next = _reader.BaseStream.Position + _reader.ReadInt32();
            if (_reader.ReadUInt16() == transactionHeader)
                transaction = _reader.ReadInt64();
            _reader.BaseStream.Position = next;
        }

        return _start with { Transaction = transaction };
    }

    private List<Request> Procedures(Request headed)
    {
        var read = new List<Request>();
        do
        {
            var length = _reader.ReadUInt16();
            var number = length == ByNumber ? _reader.ReadUInt16() : 0;
            var name = length == ByNumber ? "" : Text(length * 2);
            _reader.ReadUInt16();
            var parameters = new List<Parameter>();
            while (!AtEnd && _message.Body[_reader.BaseStream.Position] != NextProcedure)
                parameters.Add(Sent());
            if (!AtEnd)
                _reader.ReadByte();
            read.Add(number switch
            {
                ExecuteSql => Statement(headed, parameters),
                0 when name.EndsWith("sp_executesql", StringComparison.OrdinalIgnoreCase) => Statement(headed, parameters),
                0 => headed with { Kind = RequestKind.Procedure, Name = name, Parameters = parameters },
                _ => throw new WireFault($"The fake server does not know the built-in procedure {number}."),
            });
            // Only the first of several starts a rented connection anew.
            headed = headed with { Resets = false };
        }
        while (!AtEnd);
        return read;
    }

    private Parameter Sent()
    {
        var name = Text(_reader.ReadByte() * 2);
        var status = _reader.ReadByte();
        var type = WireType.Read(_reader);
        return new Parameter(name, type.ToString(), type.ReadValue(_reader), (status & IsOutput) != 0);
    }

    // The statement, the declaration of its parameters, and their values; the server binds by the declaration.
    private static Request Statement(Request headed, List<Parameter> sent)
    {
        var declared = sent.Count < 2 ? [] : Declared().Matches((string)sent[1].Value!)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value, StringComparer.Ordinal);
        return headed with
        {
            Kind = RequestKind.Statement,
            Sql = (string)sent[0].Value!,
            Parameters =
            [
                .. sent.Skip(2).Select(parameter => declared.TryGetValue(parameter.Name, out var type)
                    ? parameter with { Type = type }
                    : throw new WireFault($"{parameter.Name} was sent but not declared.")),
            ],
        };
    }

    private Request TransactionRequest(Request headed)
    {
        const int begin = 5, commit = 7, rollback = 8, savepoint = 9;
        var kind = _reader.ReadUInt16();
        switch (kind)
        {
            case begin:
                var isolation = _reader.ReadByte() switch
                {
                    0 => IsolationLevel.Unspecified,
                    1 => IsolationLevel.ReadUncommitted,
                    2 => IsolationLevel.ReadCommitted,
                    3 => IsolationLevel.RepeatableRead,
                    4 => IsolationLevel.Serializable,
                    5 => IsolationLevel.Snapshot,
                    var other => throw new WireFault($"There is no isolation level {other}."),
                };
                return headed with { Kind = RequestKind.Begin, Isolation = isolation, Name = Text(_reader.ReadByte()) };
            case commit or rollback:
                var name = Text(_reader.ReadByte());
                if (_reader.ReadByte() != 0)
                    throw new WireFault("A transaction was to begin with the end of another.");
                return headed with { Kind = kind == commit ? RequestKind.Commit : RequestKind.Rollback, Name = name };
            case savepoint:
                return headed with { Kind = RequestKind.Savepoint, Name = Text(_reader.ReadByte()) };
            default:
                throw new WireFault($"The fake server does not know the transaction request {kind}.");
        }
    }

    private string Text(int bytes) => WireBytes.Text(_reader, bytes);

    [GeneratedRegex(@"(?<name>@\w+) (?<type>\w+(\([^)]*\))?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declared();
}
