using System.Security.Cryptography;
using System.Text.Json;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Notes;

/// <summary>Which act on a note was sealed.</summary>
internal enum SealedAct
{
    Note,
    Cosignature,
    Addendum,

    /// <summary>Read by its author's verification alone.</summary>
    PsychotherapyNote,
    Return,
}

/// <summary>What one entry of the journal stands for.</summary>
/// <param name="Act">Which act.</param>
/// <param name="NoteId">The note.</param>
/// <param name="AddendumId">The addendum, of one.</param>
/// <param name="Number">The note's place in its chain; of an addendum, its place in its note.</param>
/// <param name="Hash">The hash that the act gave.</param>
/// <param name="Awaits">The note awaited a co-signature when it was signed.</param>
/// <param name="AuthorId">Whose psychotherapy note it is.</param>
internal sealed record SealedEntry(SealedAct Act, Guid NoteId, Guid? AddendumId, int Number, string Hash, bool Awaits = false, Guid? AuthorId = null);

/// <summary>The entries of a case's journal, and where the journal itself is not as it was written.</summary>
/// <param name="Entries">What can be read of it, in order.</param>
/// <param name="IsWhole">Every entry from the first to the last is there and readable, and there is no other.</param>
internal sealed record SealReading(IReadOnlyList<SealedEntry> Entries, bool IsWhole);

/// <summary>
/// Keeps a second, encrypted record of each signature of a case. Whoever has the database and not the keys can neither
/// forge an entry nor give it another place, so a note that is gone, or was put there, shows even at the chain's end.
/// </summary>
public sealed class SealJournal(IDb db, ITextProtector protector)
{
    private const string EndSql = """
        SELECT e.Number, e.Seal FROM NoteSealEnds e WHERE e.CoupleId = @CoupleId AND e.PracticeId = @PracticeId
        """;

    private const string NewestSql = """
        SELECT MAX(s.Number) AS Number FROM NoteSeals s WHERE s.CoupleId = @CoupleId AND s.PracticeId = @PracticeId
        """;

    private const string EntriesSql = """
        SELECT s.Number, s.Seal FROM NoteSeals s WHERE s.CoupleId = @CoupleId AND s.PracticeId = @PracticeId ORDER BY s.Number
        """;

    private const string InsertSql = """
        INSERT INTO NoteSeals (CoupleId, Number, PracticeId, Seal) VALUES (@CoupleId, @Number, @PracticeId, @Seal)
        """;

    private const string BeginSql = """
        INSERT INTO NoteSealEnds (CoupleId, PracticeId, Number, Seal) VALUES (@CoupleId, @PracticeId, @Number, @Seal)
        """;

    private const string GrowSql = """
        UPDATE NoteSealEnds SET Number = @Number, Seal = @Seal WHERE CoupleId = @CoupleId AND PracticeId = @PracticeId
        """;

    /// <summary>Waits for whoever else signs in this case; held until the transaction ends.</summary>
    internal Task Lock(Guid coupleId, CancellationToken cancellationToken) => db.Lock($"note-chain:{coupleId}", cancellationToken);

    /// <summary>Writes what was signed into the journal of its case. The case's lock is held.</summary>
    internal async Task Add(Guid coupleId, SealedEntry entry, CancellationToken cancellationToken)
    {
        var end = await db.Find<EndRow>(EndSql, new { CoupleId = coupleId }, cancellationToken);
        var newest = (await db.Find<NewestRow>(NewestSql, new { CoupleId = coupleId }, cancellationToken))?.Number ?? 0;
        var told = end is null ? new End(0, false) : Told(coupleId, end);

        // A journal that is not as it was left goes on, since a clinician must be able to sign; but it stays marked for ever.
        var isBroken = told is null || told.IsBroken || told.Number != newest;
        var number = Math.Max(newest, Math.Max(end?.Number ?? 0, told?.Number ?? 0)) + 1;
        await db.Execute(
            InsertSql,
            new { CoupleId = coupleId, Number = number, Seal = protector.Protect(Purpose(coupleId, number), JsonSerializer.Serialize(entry)) },
            cancellationToken);
        await db.Execute(
            end is null ? BeginSql : GrowSql,
            new { CoupleId = coupleId, Number = number, Seal = protector.Protect(EndPurpose(coupleId), JsonSerializer.Serialize(new End(number, isBroken))) },
            cancellationToken);
    }

    /// <summary>The whole journal: a few hundred bytes for each signature, so that the notes themselves can be streamed.</summary>
    internal async Task<SealReading> Read(Guid coupleId, CancellationToken cancellationToken)
    {
        var end = await db.Find<EndRow>(EndSql, new { CoupleId = coupleId }, cancellationToken);
        var told = end is null ? new End(0, false) : Told(coupleId, end);
        var entries = new List<SealedEntry>();
        var isWhole = told is { IsBroken: false };
        var number = 0;
        await foreach (var row in db.Stream<SealRow>(EntriesSql, new { CoupleId = coupleId }, cancellationToken))
        {
            isWhole &= row.Number == ++number;
            number = row.Number;
            if (Opened<SealedEntry>(Purpose(coupleId, row.Number), row.Seal) is { } entry)
                entries.Add(entry);
            else
                isWhole = false;
        }

        return new SealReading(entries, isWhole && told!.Number == number);
    }

    private End? Told(Guid coupleId, EndRow row) =>
        Opened<End>(EndPurpose(coupleId), row.Seal) is { } end && end.Number == row.Number ? end : null;

    private T? Opened<T>(string purpose, string seal)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(purpose, seal));
        }
        catch (CryptographicException)
        {
            // Not written by this program for this place: the reader is told so.
            return null;
        }
    }

    private static string Purpose(Guid coupleId, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"note-seal:{coupleId}:{number}");

    private static string EndPurpose(Guid coupleId) => $"note-seal-end:{coupleId}";

    private sealed record End(int Number, bool IsBroken);

    private sealed record EndRow
    {
        public int Number { get; init; }

        public string Seal { get; init; } = "";
    }

    private sealed record NewestRow
    {
        public int? Number { get; init; }
    }

    private sealed record SealRow
    {
        public int Number { get; init; }

        public string Seal { get; init; } = "";
    }
}
