using System.Buffers.Binary;
using System.Net.Sockets;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>The packet types of MS-TDS 2.2.3.1.1 that a client or a server sends.</summary>
internal enum PacketType : byte
{
    Batch = 0x01,
    Procedure = 0x03,
    Reply = 0x04,
    Attention = 0x06,
    BulkLoad = 0x07,
    TransactionRequest = 0x0E,
    Login = 0x10,
    PreLogin = 0x12,
}

[Flags]
internal enum PacketStatus : byte
{
    None = 0x00,
    EndOfMessage = 0x01,
    Ignore = 0x02,
    ResetConnection = 0x08,
    ResetConnectionKeepingTransaction = 0x10,
}

/// <summary>What a client sent, its packets put together. The status bits are those of any of its packets.</summary>
internal sealed record Message(PacketType Type, PacketStatus Status, byte[] Body);

/// <summary>One socket as TDS frames it: each message is one or more packets, each with a header of eight bytes.</summary>
internal sealed class PacketChannel(Socket socket) : IDisposable
{
    private const int HeaderSize = 8;
    private const int SizeBeforeLogin = 4096;
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private byte _packetNumber;

    /// <summary>As agreed at login.</summary>
    public int PacketSize { get; set; } = SizeBeforeLogin;

    /// <summary>What a packet holds beside its header.</summary>
    public int PacketRoom => PacketSize - HeaderSize;

    /// <summary>The next message; null when the client has gone, which it may at any time.</summary>
    public async Task<Message?> Read(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var header = new byte[HeaderSize];
        PacketType? type = null;
        var status = PacketStatus.None;
        try
        {
            while (!status.HasFlag(PacketStatus.EndOfMessage))
            {
                await _stream.ReadExactlyAsync(header, cancellationToken);
                var of = (PacketType)header[0];
                if (type is { } first && first != of)
                {
                    // An attention breaks off a message that was being sent; nothing else may.
                    if (of != PacketType.Attention)
                        throw new WireFault($"A packet of type {of} stood inside a message of type {first}.");
                    body.SetLength(0);
                    status = PacketStatus.None;
                }

                type = of;
                status |= (PacketStatus)header[1];
                var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderSize];
                await _stream.ReadExactlyAsync(packet, cancellationToken);
                body.Write(packet);
            }
        }
        catch (IOException)
        {
            return null;
        }

        return new Message(type!.Value, status, body.ToArray());
    }

    /// <summary>Sends a reply in packets; one that goes on later, or breaks off, has no last packet yet.</summary>
    public async Task Write(ReadOnlyMemory<byte> reply, bool isWhole, CancellationToken cancellationToken)
    {
        do
        {
            var size = Math.Min(PacketRoom, reply.Length);
            var isLast = isWhole && size == reply.Length;
            var packet = new byte[HeaderSize + size];
            packet[0] = (byte)PacketType.Reply;
            packet[1] = (byte)(isLast ? PacketStatus.EndOfMessage : PacketStatus.None);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            packet[6] = ++_packetNumber;
            reply[..size].CopyTo(packet.AsMemory(HeaderSize));
            await _stream.WriteAsync(packet, cancellationToken);
            reply = reply[size..];
        }
        while (!reply.IsEmpty);
    }

    public void Dispose() => _stream.Dispose();
}
