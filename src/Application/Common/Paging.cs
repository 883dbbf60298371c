using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CounselDesk.Application.Common;

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries, in the list's stable order.</param>
/// <param name="NextCursor">Where the next page starts; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor) : IPage
{
    public Page<TOther> Map<TOther>(Func<T, TOther> each) => new([.. Items.Select(each)], NextCursor);
}

/// <summary>Any page, for whoever only needs to link to the next.</summary>
public interface IPage
{
    string? NextCursor { get; }
}

/// <summary>
/// Which page is asked for. A cursor is opaque to clients; inside it is the list's name and the sort key of the last
/// entry shown, so that what is inserted or removed meanwhile neither repeats nor hides what did not change.
/// </summary>
public readonly record struct PageRequest(int? Limit, string? Cursor)
{
    public int Size => Limit ?? Domain.Limits.PageDefault;

    /// <summary>One more than a page, to learn whether another follows.</summary>
    public int Take => Size + 1;

    /// <summary>The sequence to read on from, downwards: newest first.</summary>
    public long Before(string list) => Key(list) ?? long.MaxValue;

    /// <summary>The sequence to read on from, upwards: oldest first.</summary>
    public long After(string list) => Key(list) ?? long.MinValue;

    /// <summary>The time and, among equal times, the sequence to read on from: earliest first.</summary>
    public (DateTimeOffset Time, long Seq) AfterTime(string list) =>
        Keys(list, 2) is [var time, var seq] && time >= Earliest.ToUnixTimeMilliseconds() && time <= Latest.ToUnixTimeMilliseconds()
            ? (DateTimeOffset.FromUnixTimeMilliseconds(time), seq)
            : Cursor is null ? (Earliest, long.MinValue) : throw Unusable();

    /// <summary>The time and, among equal times, the sequence to read on from, downwards: newest first.</summary>
    public (DateTimeOffset Time, long Seq) BeforeTime(string list) => Cursor is null ? (Latest, long.MaxValue) : AfterTime(list);

    public static Page<T> Cut<T>(string list, PageRequest request, IReadOnlyList<T> rows, Func<T, long> key) =>
        Cut(request, rows, row => Encode(list, key(row)));

    public static Page<T> Cut<T>(string list, PageRequest request, IReadOnlyList<T> rows, Func<T, (DateTimeOffset Time, long Seq)> key) =>
        Cut(request, rows, row => Encode(list, key(row).Time.ToUnixTimeMilliseconds(), key(row).Seq));

    /// <summary>A cursor for what is read on from a sequence without a page being full.</summary>
    public static string CursorAt(string list, long key) => Encode(list, key);

    private static DateTimeOffset Earliest => new(1, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Latest => new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Page<T> Cut<T>(PageRequest request, IReadOnlyList<T> rows, Func<T, string> cursor) =>
        rows.Count <= request.Size
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(request.Size)], cursor(rows[request.Size - 1]));

    private static string Encode(string list, params long[] keys) => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes($"{list}:{string.Join(':', keys.Select(key => key.ToString(CultureInfo.InvariantCulture)))}"));

    private long? Key(string list) => Keys(list, 1)?[0];

    private long[]? Keys(string list, int count)
    {
        if (Cursor is null)
            return null;
        if (Cursor.Length > 200 || !Base64Url.IsValid(Cursor))
            throw Unusable();
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(Cursor)).Split(':');
        if (parts.Length != count + 1 || !string.Equals(parts[0], list, StringComparison.Ordinal))
            throw Unusable();
        return [.. parts.Skip(1).Select(part =>
            long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) ? key : throw Unusable())];
    }

    private static Refused Unusable() => Refused.Invalid("cursor", "Use a nextCursor of this same list, unchanged.", "invalid-cursor");
}
