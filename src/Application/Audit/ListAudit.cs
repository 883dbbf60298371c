using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Audit;

/// <summary>Which entries of the audit.</summary>
/// <param name="AccountId">Done by this account.</param>
/// <param name="CoupleId">About this case.</param>
/// <param name="ClientId">About this client, or about a case the client is a partner of.</param>
/// <param name="Action">The use case's name, such as <c>get-couple</c>.</param>
/// <param name="Outcome">Allowed, refused or failed.</param>
/// <param name="From">At this instant or later.</param>
/// <param name="To">Before this instant.</param>
public sealed record AuditFilter(
    Guid? AccountId = null, Guid? CoupleId = null, Guid? ClientId = null, string? Action = null, AuditOutcome? Outcome = null,
    DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>The practice's audit, newest first. Reading it is itself audited.</summary>
[Access(Roles.Admin)]
public sealed record ListAuditQuery(PageRequest Page, AuditFilter Filter) : IQuery<Page<AuditItem>>;

/// <summary>Who did what to whom, when, from where and why. Never clinical text.</summary>
/// <param name="Sequence">The entry's place in the practice's chain, from 1, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="AccountId">Who; null before signing in.</param>
/// <param name="AccountName">That person's name as it is now.</param>
/// <param name="Roles">The roles the person had then.</param>
/// <param name="Action">What was asked: the use case's name, such as <c>get-couple</c>.</param>
/// <param name="Outcome">Allowed, refused or failed.</param>
/// <param name="Code">For a refusal, the problem's code; <c>replayed</c> where a repeated request got its first answer.</param>
/// <param name="CoupleId">The case it was about.</param>
/// <param name="SubjectId">The person it was about: a client or a member of staff.</param>
/// <param name="ResourceId">What was made or touched.</param>
/// <param name="Reason">The written reason, where one was asked for.</param>
/// <param name="Address">The network address it came from.</param>
/// <param name="TraceId">As in the answer's problem details and the log.</param>
public sealed record AuditItem(
    long Sequence, DateTimeOffset At, Guid? AccountId, string? AccountName, IReadOnlyList<Role> Roles, string Action, AuditOutcome Outcome, string? Code,
    Guid? CoupleId, Guid? SubjectId, Guid? ResourceId, string? Reason, string? Address, string? TraceId);

public sealed class ListAuditValidator : AbstractValidator<ListAuditQuery>
{
    public ListAuditValidator()
    {
        RuleFor(x => x.Filter.Action).Line(Domain.Limits.Code).OverridePropertyName("action");
        RuleFor(x => x.Filter.To).Must((x, to) => to is null || x.Filter.From is null || to > x.Filter.From)
            .OverridePropertyName("to").WithMessage("Must be later than from.");
    }
}

public sealed class ListAuditHandler(IDb db, ClientRecords clients, RequestScope scope) : IRequestHandler<ListAuditQuery, Page<AuditItem>>
{
    private const string List = "audit";

    private const string Columns = """
        e.PracticeId, e.Seq, e.At, e.AccountId, a.DisplayName AS AccountName, e.Roles, e.Action, e.Outcome, e.Code, e.CoupleId, e.SubjectId,
          e.ResourceId, e.Reason, e.Address, e.TraceId
        """;

    // What opened a case could not be filed under it yet, and so names it as its resource.
    private const string Filters = """
        e.Seq < @Before
          AND (@AccountId IS NULL OR e.AccountId = @AccountId)
          AND (@CoupleId IS NULL OR e.CoupleId = @CoupleId OR e.ResourceId = @CoupleId)
          AND (@ClientId IS NULL OR e.SubjectId = @ClientId OR e.ResourceId = @ClientId
            OR EXISTS (SELECT 1 FROM Couples c WHERE c.PracticeId = @PracticeId AND c.Id IN (e.CoupleId, e.ResourceId)
              AND (c.PartnerAId = @ClientId OR c.PartnerBId = @ClientId)))
          AND (@Action IS NULL OR e.Action = @Action)
          AND (@Outcome IS NULL OR e.Outcome = @Outcome)
          AND (@From IS NULL OR e.At >= @From)
          AND (@To IS NULL OR e.At < @To)
        """;

    private const string NewestFirst = """
        ORDER BY e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ListSql = $"""
        SELECT {Columns}
        FROM AuditEntries e
        LEFT JOIN Accounts a ON a.Id = e.AccountId AND a.PracticeId = e.PracticeId
        WHERE e.PracticeId = @PracticeId AND {Filters}
        {NewestFirst}
        """;

    // The audit is by far the longest table: what is asked of one account, case or person is looked up as that.
    private const string OfAccountSql = $"""
        SELECT {Columns}
        FROM AuditEntries e
        LEFT JOIN Accounts a ON a.Id = e.AccountId AND a.PracticeId = e.PracticeId
        WHERE e.PracticeId = @PracticeId AND e.AccountId = @AccountId AND {Filters}
        {NewestFirst}
        """;

    private const string AboutSql = $"""
        SELECT {Columns}
        FROM (
          SELECT x.PracticeId, x.Seq FROM AuditEntries x WHERE x.PracticeId = @PracticeId AND x.CoupleId IN @Cases AND x.Seq < @Before
          UNION
          SELECT y.PracticeId, y.Seq FROM AuditEntries y WHERE y.PracticeId = @PracticeId AND y.ResourceId IN @Things AND y.Seq < @Before
          UNION
          SELECT z.PracticeId, z.Seq FROM AuditEntries z WHERE z.PracticeId = @PracticeId AND z.SubjectId = @Subject AND z.Seq < @Before) f
        JOIN AuditEntries e ON e.PracticeId = f.PracticeId AND e.Seq = f.Seq
        LEFT JOIN Accounts a ON a.Id = e.AccountId AND a.PracticeId = e.PracticeId
        WHERE {Filters}
        {NewestFirst}
        """;

    public async Task<Page<AuditItem>> Handle(ListAuditQuery request, CancellationToken cancellationToken)
    {
        var filter = request.Filter;
        scope.SubjectId = filter.ClientId ?? filter.AccountId;
        scope.ResourceId = filter.CoupleId;
        var asked = new
        {
            Before = request.Page.Before(List),
            request.Page.Take,
            filter.AccountId,
            filter.CoupleId,
            filter.ClientId,
            filter.Action,
            filter.Outcome,
            filter.From,
            filter.To,
        };
        var rows = filter switch
        {
            { CoupleId: { } couple } => await About([couple], [couple], null),
            { ClientId: { } client } => await AboutClient(client),
            { AccountId: not null } => await db.Query<Row>(OfAccountSql, asked, cancellationToken),
            _ => await db.Query<Row>(ListSql, asked, cancellationToken),
        };
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToItem());

        async Task<IReadOnlyList<Row>> AboutClient(Guid client)
        {
            var cases = await clients.Cases(client, cancellationToken);
            return await About(cases, [.. cases, client], client);
        }

        Task<IReadOnlyList<Row>> About(IReadOnlyList<Guid> cases, IReadOnlyList<Guid> things, Guid? subject) => db.Query<Row>(
            AboutSql,
            new
            {
                Cases = cases,
                Things = things,
                Subject = subject,
                asked.Before,
                asked.Take,
                asked.AccountId,
                asked.CoupleId,
                asked.ClientId,
                asked.Action,
                asked.Outcome,
                asked.From,
                asked.To,
            },
            cancellationToken);
    }

    private sealed record Row : AuditEntry
    {
        public long Seq { get; init; }

        public string? AccountName { get; init; }

        public AuditItem ToItem() => new(
            Seq, At, AccountId, AccountName, RoleSets.Parse(Roles).ToList(), Action, Outcome, Code, CoupleId, SubjectId, ResourceId, Reason, Address, TraceId);
    }
}
