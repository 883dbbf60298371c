using System.Text;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>How TDS says how long a value is: by one byte, by two, by four, or in chunks for the (max) types.</summary>
internal static class WireBytes
{
    private const ushort NullShort = 0xFFFF;
    private const ulong NullChunks = ulong.MaxValue;

    public static byte[]? Read(BinaryReader reader, WireType type)
    {
        switch (type)
        {
            case { IsMax: true }:
                return ReadChunks(reader);
            case { Name: "ntext" }:
                var longSize = reader.ReadInt32();
                return longSize < 0 ? null : Exactly(reader, longSize);
            case { IsText: true } or { Name: "varbinary" or "binary" }:
                var size = reader.ReadUInt16();
                return size == NullShort ? null : Exactly(reader, size);
            default:
                var shortSize = reader.ReadByte();
                return shortSize == 0 ? null : Exactly(reader, shortSize);
        }
    }

    /// <param name="packetRoom">What each packet of the reply holds.</param>
    public static void Write(BinaryWriter writer, WireType type, byte[]? bytes, int packetRoom)
    {
        switch (type)
        {
            case { IsMax: true }:
                WriteChunks(writer, bytes, packetRoom);
                return;
            case { IsText: true } or { Name: "varbinary" or "binary" }:
                if (bytes?.Length > type.Length)
                    throw new WireFault($"A value of {bytes.Length} bytes was given for a column declared {type}.");
                writer.Write(bytes is null ? NullShort : (ushort)bytes.Length);
                break;
            default:
                writer.Write(bytes is null ? (byte)0 : (byte)bytes.Length);
                break;
        }

        writer.Write(bytes ?? []);
    }

    public static string Text(BinaryReader reader, int bytes) => Encoding.Unicode.GetString(Exactly(reader, bytes));

    // BinaryReader answers short at the end of a message, without a word.
    public static byte[] Exactly(BinaryReader reader, int size)
    {
        var bytes = reader.ReadBytes(size);
        return bytes.Length == size ? bytes : throw new EndOfStreamException();
    }

    private static byte[]? ReadChunks(BinaryReader reader)
    {
        if (reader.ReadUInt64() == NullChunks)
            return null;
        using var whole = new MemoryStream();
        while (reader.ReadInt32() is var size and > 0)
            whole.Write(Exactly(reader, size));
        return whole.ToArray();
    }

    // SQL Server lets no chunk go over the end of a packet, and SqlClient counts on it: it would take the next packet's
    // header for text.
    private static void WriteChunks(BinaryWriter writer, byte[]? bytes, int packetRoom)
    {
        writer.Write(bytes is null ? NullChunks : (ulong)bytes.Length);
        if (bytes is null)
            return;
        for (var written = 0; written < bytes.Length;)
        {
            var start = writer.BaseStream.Position + sizeof(int);
            var size = (int)Math.Min(bytes.Length - written, packetRoom - (start % packetRoom));
            writer.Write(size);
            writer.Write(bytes, written, size);
            written += size;
        }

        writer.Write(0);
    }
}
