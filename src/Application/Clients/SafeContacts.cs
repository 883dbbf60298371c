using CounselDesk.Application.Common;
using CounselDesk.Domain.Clients;

namespace CounselDesk.Application.Clients;

/// <summary>How a partner may safely be reached, for the clinicians of the case: the ways and hours that all staff read, and why.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="SafeContact">What everybody who reaches out goes by.</param>
/// <param name="Why">What a clinician knows of it. The case's clinicians alone read it.</param>
/// <param name="Word">What the partner told their therapist in the portal, where it is not shown again. The case's clinicians alone read it.</param>
/// <param name="Version">The client's version, also the start of the <c>ETag</c>.</param>
public sealed record PartnerSafeContact(Guid PartnerId, SafeContact SafeContact, string? Why, string? Word, int Version) : IVersioned;

/// <summary>Reads and writes what lies with a client about reaching them.</summary>
public sealed class SafeContacts(IDb db, ClientRecords clients, ITextProtector protector, IOutbox outbox)
{
    private const string WordsSql = "SELECT c.SafeContactWhy, c.SafeContactWord FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId";

    private const string WriteSql = """
        UPDATE Clients SET SafeContactMethod = @Method, SafeContactVoicemail = @Voicemail, SafeContactNote = @Note, Reminders = @Reminders,
          QuietFrom = @QuietFrom, QuietTo = @QuietTo, SafeContactWhy = @Why, SafeContactWord = @Word, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<PartnerSafeContact> Find(Guid clientId, CancellationToken cancellationToken)
    {
        var row = await clients.Row(clientId, cancellationToken);
        var words = await db.Find<WordsRow>(WordsSql, new { Id = clientId }, cancellationToken).OrNotFound("client");
        return new PartnerSafeContact(clientId, row.SafeContact, Open(Why(clientId), words.SafeContactWhy), Open(Word(clientId), words.SafeContactWord), row.Version);
    }

    /// <summary>Writes all of it; the version is that of what was read.</summary>
    public async Task Write(PartnerSafeContact wanted, CancellationToken cancellationToken)
    {
        var (safe, quiet) = (wanted.SafeContact, wanted.SafeContact.QuietHours?.ToTime());
        await db.Execute(
            WriteSql,
            new
            {
                safe.Method,
                safe.Voicemail,
                Note = safe.Note?.Trim(),
                safe.Reminders,
                QuietFrom = quiet?.FromMinute,
                QuietTo = quiet?.ToMinute,
                Why = Seal(Why(wanted.PartnerId), wanted.Why),
                Word = Seal(Word(wanted.PartnerId), wanted.Word),
                Id = wanted.PartnerId,
                wanted.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("client.updated", wanted.PartnerId, cancellationToken);
    }

    // The purposes name the client, so that a text cannot be moved to another's record unnoticed.
    private static string Why(Guid client) => $"client:{client}:safe-contact-why";

    private static string Word(Guid client) => $"client:{client}:safe-contact-word";

    private string? Open(string purpose, string? text) => text is null ? null : protector.Unprotect(purpose, text);

    private string? Seal(string purpose, string? text) => text is null ? null : protector.Protect(purpose, text);

    private sealed record WordsRow
    {
        public string? SafeContactWhy { get; init; }

        public string? SafeContactWord { get; init; }
    }
}
