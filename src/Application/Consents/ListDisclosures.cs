using CounselDesk.Application.Common;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <summary>The case's accounting of disclosures (45 CFR 164.528), newest first.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Admin)]
public sealed record ListDisclosuresQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<Disclosure>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

/// <summary>One line of the accounting of disclosures.</summary>
/// <param name="Id">The disclosure.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner whose own compartment it was.</param>
/// <param name="DisclosedOn">The day, in the practice's time zone.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="Description">What.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">Why the law allowed it.</param>
/// <param name="ReleaseId">The release it stems from.</param>
/// <param name="ById">Who disclosed it.</param>
/// <param name="ByName">That person's name.</param>
/// <param name="At">The instant it was entered.</param>
public sealed record Disclosure(
    Guid Id, Guid CoupleId, string Scope, DateOnly DisclosedOn, string Recipient, string Description, string Purpose, DisclosureBasis Basis,
    Guid? ReleaseId, Guid ById, string ByName, DateTimeOffset At);

public sealed class ListDisclosuresHandler(IDb db, DisclosureAccounting accounting) : IRequestHandler<ListDisclosuresQuery, Page<Disclosure>>
{
    private const string List = "disclosures";

    private const string ListSql = """
        SELECT d.Id, d.Seq, d.CoupleId, d.ClientId, d.Basis, d.Recipient, d.Description, d.Purpose, d.DisclosedOn, d.ByAccountId,
          b.DisplayName AS ByName, d.At, r.Id AS ReleaseId
        FROM Disclosures d
        JOIN Accounts b ON b.Id = d.ByAccountId AND b.PracticeId = d.PracticeId
        LEFT JOIN Releases r ON r.DisclosureId = d.Id AND r.CoupleId = d.CoupleId AND r.PracticeId = d.PracticeId
        WHERE d.PracticeId = @PracticeId AND d.CoupleId = @CoupleId AND d.Seq < @Before
        ORDER BY d.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Disclosure>> Handle(ListDisclosuresQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<Row>(ListSql, new { request.CoupleId, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => new Disclosure(
            row.Id, row.CoupleId, RecordScope.Of(row.ClientId), row.DisclosedOn,
            accounting.Recipient(row.Recipient), accounting.Description(row.Description), accounting.Purpose(row.Purpose),
            row.Basis, row.ReleaseId, row.ByAccountId, row.ByName, row.At));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? ClientId { get; init; }

        public DisclosureBasis Basis { get; init; }

        public string Recipient { get; init; } = "";

        public string Description { get; init; } = "";

        public string Purpose { get; init; } = "";

        public DateOnly DisclosedOn { get; init; }

        public Guid ByAccountId { get; init; }

        public string ByName { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public Guid? ReleaseId { get; init; }
    }
}
