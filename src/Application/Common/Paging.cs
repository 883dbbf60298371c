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

    public static Page<T> Cut<T>(string list, PageRequest request, IReadOnlyList<T> rows, Func<T, long> key) =>
        rows.Count <= request.Size
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(request.Size)], Encode(list, key(rows[request.Size - 1])));

    private static string Encode(string list, long key) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{list}:{key}")));

    private long? Key(string list)
    {
        if (Cursor is null)
            return null;
        if (Cursor.Length <= 200 && Base64Url.IsValid(Cursor)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(Cursor)).Split(':') is [var name, var key]
            && string.Equals(name, list, StringComparison.Ordinal)
            && long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        throw Refused.Invalid("cursor", "Use a nextCursor of this same list, unchanged.", "invalid-cursor");
    }
}
