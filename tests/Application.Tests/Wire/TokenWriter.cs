using System.Buffers.Binary;
using System.Text;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>Writes the tokens of a reply (MS-TDS 2.2.7).</summary>
internal sealed class TokenWriter : IDisposable
{
    private const ushort SelectCommand = 0xC1;
    private const ushort InsertCommand = 0xC3;
    private const string ServerName = "FAKE";

    // SQL Server 2022 and the protocol it speaks to a client that asks for 7.4.
    private static readonly byte[] Version = [16, 0, 0x03, 0xE8];
    private static readonly byte[] Protocol = [0x74, 0x00, 0x00, 0x04];

    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private int _states;

    public TokenWriter() => _writer = new BinaryWriter(_bytes, Encoding.Unicode);

    /// <summary>What was written since; only as much as fills packets, where more is to follow.</summary>
    public byte[] Take(bool isWhole, int packetRoom)
    {
        var bytes = _bytes.ToArray();
        var taken = isWhole ? bytes.Length : bytes.Length - (bytes.Length % packetRoom);
        _bytes.SetLength(0);
        _bytes.Write(bytes, taken, bytes.Length - taken);
        return bytes[..taken];
    }

    /// <summary>Options and their places, then their values: no encryption, no instance name, one result at a time.</summary>
    public void PreLogin()
    {
        const byte noEncryption = 2;
        (byte Option, byte[] Value)[] options = [(0, [.. Version, 0, 0]), (1, [noEncryption]), (2, [0]), (3, []), (4, [0])];
        var place = (options.Length * 5) + 1;
        Span<byte> entry = stackalloc byte[5];
        foreach (var (option, value) in options)
        {
            entry[0] = option;
            BinaryPrimitives.WriteUInt16BigEndian(entry[1..], (ushort)place);
            BinaryPrimitives.WriteUInt16BigEndian(entry[3..], (ushort)value.Length);
            _writer.Write(entry);
            place += value.Length;
        }

        _writer.Write(byte.MaxValue);
        foreach (var (_, value) in options)
            _writer.Write(value);
    }

    public void LoggedIn(Login login)
    {
        var database = login.Database;
        Changed(Change.Database, database, "master");
        Message(Token.Info, 5701, $"Changed database context to '{database}'.", severity: 0, state: 2);
        Changed(Change.Collation, WireType.Collation, []);
        Changed(Change.Language, "us_english", "");
        Message(Token.Info, 5703, "Changed language setting to us_english.", severity: 0, state: 1);
        Sized(Token.LoginAnswer, () =>
        {
            _writer.Write((byte)1);
            _writer.Write(Protocol);
            ShortText("Microsoft SQL Server");
            _writer.Write(Version);
        });
        Changed(Change.PacketSize, $"{login.PacketSize}", "4096");
        if (login.CanRecover)
        {
            _writer.Write((byte)Token.Features);
            _writer.Write(LoginReader.SessionRecovery);
            _writer.Write(0);
            _writer.Write(byte.MaxValue);
        }
    }

    public void Changed(Change change, string now, string before) => Sized(Token.Change, () =>
    {
        _writer.Write((byte)change);
        ShortText(now);
        ShortText(before);
    });

    public void Changed(Change change, byte[] now, byte[] before) => Sized(Token.Change, () =>
    {
        _writer.Write((byte)change);
        _writer.Write((byte)now.Length);
        _writer.Write(now);
        _writer.Write((byte)before.Length);
        _writer.Write(before);
    });

    public void Error(ErrorPart error) => Message(Token.Error, error.Number, error.Message, error.Severity, error.State);

    /// <summary>Whether the client may put the connection back by itself, should it break now.</summary>
    public void SessionState(bool mayRecover)
    {
        // The state's number and its missing value are of our own making; the client only counts what cannot be put back.
        const byte state = 200;
        byte[] body = [.. BitConverter.GetBytes(++_states), mayRecover ? (byte)1 : (byte)0, state, 0];
        _writer.Write((byte)Token.SessionState);
        _writer.Write(body.Length);
        _writer.Write(body);
    }

    public void Columns(IReadOnlyList<WireColumn> columns)
    {
        _writer.Write((byte)Token.Columns);
        _writer.Write((ushort)columns.Count);
        foreach (var column in columns)
        {
            _writer.Write(0);
            // Whether it takes nulls, and that it may be written.
            _writer.Write((ushort)((column.Type.TakesNull ? 0x01 : 0) | 0x04));
            column.Type.Write(_writer);
            ShortText(column.Name);
        }
    }

    public void Row(IReadOnlyList<WireColumn> columns, object?[] values, int packetRoom)
    {
        if (values.Length != columns.Count)
            throw new WireFault($"A row of {values.Length} values was given for {columns.Count} columns.");
        _writer.Write((byte)Token.Row);
        for (var i = 0; i < values.Length; i++)
            columns[i].Type.WriteValue(_writer, values[i], packetRoom);
    }

    public void Done(DoneToken token, DoneStatus status, long? rows = null, bool isSelect = false)
    {
        _writer.Write((byte)token);
        _writer.Write((ushort)(rows is null ? status : status | DoneStatus.Counted));
        _writer.Write(rows is null ? (ushort)0 : isSelect ? SelectCommand : InsertCommand);
        _writer.Write(rows ?? 0);
    }

    public void Output(Parameter parameter, object? value, int packetRoom)
    {
        var type = WireType.Parse(parameter.Type);
        _writer.Write((byte)Token.Output);
        _writer.Write((ushort)0);
        ShortText(parameter.Name);
        _writer.Write((byte)1);
        _writer.Write(0);
        _writer.Write((ushort)0);
        type.Write(_writer);
        type.WriteValue(_writer, value, packetRoom);
    }

    public void ReturnStatus(int status)
    {
        _writer.Write((byte)Token.ReturnStatus);
        _writer.Write(status);
    }

    public void Dispose() => _writer.Dispose();

    private void Message(Token token, int number, string message, byte severity, byte state) => Sized(token, () =>
    {
        _writer.Write(number);
        _writer.Write(state);
        _writer.Write(severity);
        _writer.Write((ushort)message.Length);
        _writer.Write(Encoding.Unicode.GetBytes(message));
        ShortText(ServerName);
        ShortText("");
        _writer.Write(1);
    });

    // A token that says its own length first.
    private void Sized(Token token, Action write)
    {
        _writer.Write((byte)token);
        var start = _bytes.Position;
        _writer.Write((ushort)0);
        write();
        var end = _bytes.Position;
        _bytes.Position = start;
        _writer.Write((ushort)(end - start - sizeof(ushort)));
        _bytes.Position = end;
    }

    private void ShortText(string text)
    {
        _writer.Write((byte)text.Length);
        _writer.Write(Encoding.Unicode.GetBytes(text));
    }
}
