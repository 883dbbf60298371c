using CounselDesk.Domain.Consents;

namespace CounselDesk.Application.Consents;

/// <summary>A part of the record that was given to somebody with the partners' written authorization.</summary>
/// <param name="Id">The release.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner whose own compartment it was.</param>
/// <param name="Recipient">Who was given it.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Description">What was given.</param>
/// <param name="Method">How it reached the recipient.</param>
/// <param name="AuthorizationIds">The consents it rests on, partner A's first.</param>
/// <param name="DisclosureId">Its entry in the accounting of disclosures.</param>
/// <param name="ById">Who released it.</param>
/// <param name="ReleasedAt">When.</param>
public sealed record Release(
    Guid Id, Guid CoupleId, string Scope, string Recipient, string Purpose, string Description, ReleaseMethod Method,
    IReadOnlyList<Guid> AuthorizationIds, Guid DisclosureId, Guid ById, DateTimeOffset ReleasedAt);

/// <summary>A release as the database gives it, and the statements' common part.</summary>
internal sealed record ReleaseRow
{
    public const string SelectSql = """
        SELECT r.Id, r.Seq, r.CoupleId, r.DisclosureId, r.Method, r.FirstAuthorizationId, r.SecondAuthorizationId,
          d.ClientId, d.Recipient, d.Description, d.Purpose, d.ByAccountId, d.At
        FROM Releases r
        JOIN Disclosures d ON d.Id = r.DisclosureId AND d.PracticeId = r.PracticeId
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid DisclosureId { get; init; }

    public ReleaseMethod Method { get; init; }

    public Guid FirstAuthorizationId { get; init; }

    public Guid? SecondAuthorizationId { get; init; }

    public Guid? ClientId { get; init; }

    public string Recipient { get; init; } = "";

    public string Description { get; init; } = "";

    public string Purpose { get; init; } = "";

    public Guid ByAccountId { get; init; }

    public DateTimeOffset At { get; init; }

    public Release ToRelease(DisclosureAccounting accounting) => new(
        Id, CoupleId, RecordScope.Of(ClientId), accounting.Recipient(Recipient), accounting.Purpose(Purpose), accounting.Description(Description), Method,
        SecondAuthorizationId is { } second ? [FirstAuthorizationId, second] : [FirstAuthorizationId], DisclosureId, ByAccountId, At);
}
