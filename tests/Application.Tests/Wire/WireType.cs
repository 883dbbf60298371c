using System.Globalization;
using System.Text.RegularExpressions;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>
/// A T-SQL type as TDS describes it. <paramref name="Length"/> is in bytes; <see cref="Max"/> is <c>(max)</c>.
/// A type that takes no null is sent in its fixed form where there is one, as SQL Server does.
/// </summary>
internal sealed partial record WireType(string Name, int Length = 0, byte Precision = 0, byte Scale = 0, bool TakesNull = true)
{
    public const int Max = 0xFFFF;

    private const byte DefaultScale = 7;
    private const byte DefaultPrecision = 18;

    // Windows Latin 1, case-insensitive: what a server installed in the United States has. The client never interprets it.
    public static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    // Token when nulls are taken, token when not (the same where there is no fixed form), bytes.
    private static readonly Dictionary<string, (byte Token, byte Fixed, int Length)> Known = new(StringComparer.Ordinal)
    {
        ["tinyint"] = (0x26, 0x30, 1),
        ["smallint"] = (0x26, 0x34, 2),
        ["int"] = (0x26, 0x38, 4),
        ["bigint"] = (0x26, 0x7F, 8),
        ["bit"] = (0x68, 0x32, 1),
        ["real"] = (0x6D, 0x3B, 4),
        ["float"] = (0x6D, 0x3E, 8),
        ["smalldatetime"] = (0x6F, 0x3A, 4),
        ["datetime"] = (0x6F, 0x3D, 8),
        ["uniqueidentifier"] = (0x24, 0x24, 16),
        ["date"] = (0x28, 0x28, 3),
        ["time"] = (0x29, 0x29, 0),
        ["datetime2"] = (0x2A, 0x2A, 0),
        ["datetimeoffset"] = (0x2B, 0x2B, 0),
        ["decimal"] = (0x6A, 0x6A, 0),
        ["numeric"] = (0x6C, 0x6C, 0),
        ["nvarchar"] = (0xE7, 0xE7, 0),
        ["nchar"] = (0xEF, 0xEF, 0),
        ["ntext"] = (0x63, 0x63, 0),
        ["varchar"] = (0xA7, 0xA7, 0),
        ["char"] = (0xAF, 0xAF, 0),
        ["varbinary"] = (0xA5, 0xA5, 0),
        ["binary"] = (0xAD, 0xAD, 0),
    };

    public bool IsMax => Length == Max;

    public bool IsUnicode => Name is "nvarchar" or "nchar";

    public bool IsText => IsUnicode || Name is "varchar" or "char" or "ntext";

    private bool HasSize => IsText || Name is "varbinary" or "binary";

    private bool HasScale => Name is "time" or "datetime2" or "datetimeoffset";

    private bool HasPrecision => Name is "decimal" or "numeric";

    private bool IsFixed => !TakesNull && Known[Name].Fixed != Known[Name].Token;

    /// <summary>The type of a declaration such as <c>nvarchar(40) not null</c>.</summary>
    public static WireType Parse(string declaration)
    {
        var parts = Declaration().Match(declaration.Trim());
        var name = parts.Groups["name"].Value.ToLowerInvariant();
        if (!parts.Success || !Known.TryGetValue(name, out var known))
            throw new WireFault($"'{declaration}' is no type that the fake server speaks.");
        var type = new WireType(name, known.Length, TakesNull: !parts.Groups["not"].Success);
        var first = parts.Groups["first"].Value;
        if (type.HasScale)
            return type with { Scale = first.Length == 0 ? DefaultScale : Byte(first) };
        if (type.HasPrecision)
        {
            return type with
            {
                Precision = first.Length == 0 ? DefaultPrecision : Byte(first),
                Scale = parts.Groups["second"].Success ? Byte(parts.Groups["second"].Value) : (byte)0,
            };
        }

        return !type.HasSize ? type
            : string.Equals(first, "max", StringComparison.OrdinalIgnoreCase) ? type with { Length = Max }
            : type with { Length = int.Parse(first, CultureInfo.InvariantCulture) * (type.IsUnicode ? 2 : 1) };

        static byte Byte(string text) => byte.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a TYPE_INFO.</summary>
    public static WireType Read(BinaryReader reader)
    {
        var token = reader.ReadByte();
        if (Known.FirstOrDefault(known => known.Value.Fixed == token && known.Value.Token != token) is { Key: { } name } found)
            return new WireType(name, found.Value.Length, TakesNull: false);
        switch (token)
        {
            case 0x26 or 0x68 or 0x6D or 0x6F or 0x24:
                var size = reader.ReadByte();
                return new WireType(Named(known => known.Token == token && known.Length == size), size);
            case 0x28:
                return new WireType("date", 3);
            case 0x29 or 0x2A or 0x2B:
                return new WireType(Named(known => known.Token == token), Scale: reader.ReadByte());
            case 0x6A or 0x6C:
                reader.ReadByte();
                return new WireType(Named(known => known.Token == token), Precision: reader.ReadByte(), Scale: reader.ReadByte());
            case 0xE7 or 0xEF or 0xA7 or 0xAF:
                var length = reader.ReadUInt16();
                WireBytes.Exactly(reader, Collation.Length);
                return new WireType(Named(known => known.Token == token), length);
            case 0xA5 or 0xAD:
                return new WireType(Named(known => known.Token == token), reader.ReadUInt16());
            case 0x63:
                reader.ReadInt32();
                WireBytes.Exactly(reader, Collation.Length);
                return new WireType("ntext");
            default:
                throw new WireFault($"The fake server does not speak the type 0x{token:X2}.");
        }

        static string Named(Func<(byte Token, byte Fixed, int Length), bool> match) =>
            Known.FirstOrDefault(known => match(known.Value)).Key ?? throw new WireFault("A type of that size is unknown.");
    }

    /// <summary>Writes a TYPE_INFO.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(IsFixed ? Known[Name].Fixed : Known[Name].Token);
        if (IsFixed || Name is "date")
            return;
        if (HasScale)
            writer.Write(Scale);
        else if (HasPrecision)
            writer.Write([(byte)17, Precision, Scale]);
        else if (HasSize)
            writer.Write((ushort)Length);
        else
            writer.Write((byte)Length);
        if (IsText)
            writer.Write(Collation);
    }

    public object? ReadValue(BinaryReader reader)
    {
        var bytes = IsFixed ? WireBytes.Exactly(reader, Length) : WireBytes.Read(reader, this);
        return bytes is null ? null : WireValues.Decode(this, bytes);
    }

    /// <param name="packetRoom">What each packet of the reply holds.</param>
    public void WriteValue(BinaryWriter writer, object? value, int packetRoom)
    {
        if (value is null && !TakesNull)
            throw new WireFault($"A null was given for a column declared {this} not null.");
        var bytes = value is null ? null : WireValues.Encode(this, value);
        if (IsFixed)
            writer.Write(bytes!);
        else
            WireBytes.Write(writer, this, bytes, packetRoom);
    }

    /// <summary>As T-SQL spells it.</summary>
    public override string ToString() => this switch
    {
        { HasScale: true } => $"{Name}({Scale})",
        { HasPrecision: true } => $"{Name}({Precision},{Scale})",
        { Name: "ntext" } => Name,
        { HasSize: true, IsMax: true } => $"{Name}(max)",
        { HasSize: true } => $"{Name}({(IsUnicode ? Length / 2 : Length)})",
        _ => Name,
    };

    [GeneratedRegex(@"^(?<name>[a-z0-9]+)\s*(\(\s*(?<first>max|[0-9]+)\s*(,\s*(?<second>[0-9]+)\s*)?\))?(?<not>\s+not)?(\s+null)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
