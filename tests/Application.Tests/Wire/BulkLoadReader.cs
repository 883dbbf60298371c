namespace CounselDesk.Application.Tests.Wire;

/// <summary>Reads the rows of a bulk load: the columns as the client typed them, each row, and the end.</summary>
internal static class BulkLoadReader
{
    private const byte End = (byte)DoneToken.Statement;

    // SqlClient counts with four bytes here, where the protocol has eight since 7.2. The count is always 0.
    private const int EndSize = 8;

    public static BulkLoad Read(BinaryReader reader)
    {
        if (reader.ReadByte() != (byte)Token.Columns)
            throw new WireFault("A bulk load did not begin with its columns.");
        var columns = new WireColumn[reader.ReadUInt16()];
        for (var i = 0; i < columns.Length; i++)
        {
            reader.ReadUInt32();
            reader.ReadUInt16();
            var type = WireType.Read(reader);
            columns[i] = new WireColumn(WireBytes.Text(reader, reader.ReadByte() * 2), type);
        }

        var rows = new List<IReadOnlyList<object?>>();
        while (reader.ReadByte() is var token and not End)
        {
            if (token != (byte)Token.Row)
                throw new WireFault($"A bulk load held the token 0x{token:X2}.");
            rows.Add(Array.ConvertAll(columns, column => column.Type.ReadValue(reader)));
        }

        WireBytes.Exactly(reader, EndSize);
        return new BulkLoad([.. columns.Select(column => new BulkColumn(column.Name, column.Type.ToString()))], rows);
    }
}
