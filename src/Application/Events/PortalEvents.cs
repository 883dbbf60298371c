using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Portal;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Events;

/// <summary>An event as a partner sees it: their own, or one that the other shared. What clinicians enter is not shown.</summary>
/// <param name="Id">The event.</param>
/// <param name="CaseId">Of which of the reader's cases.</param>
/// <param name="IsMine">The reader wrote it; else their partner did, and shares it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="On">The day on which it happened.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">More about it.</param>
/// <param name="Severity">Of a setback: 0 hardly to 3 severe.</param>
/// <param name="Share">Who reads it beside the writer: the therapist, or the partner too.</param>
public sealed record PortalEvent(Guid Id, Guid CaseId, bool IsMine, CaseEventKind Kind, DateOnly On, string? Title, string? Text, int? Severity, EventShare Share);

/// <param name="Kind">Setback, milestone or turning point.</param>
/// <param name="On">The day on which it happened; not in the future.</param>
/// <param name="Title">One line of at most 200 characters; kept encrypted.</param>
/// <param name="Text">At most 4000 characters; kept encrypted.</param>
/// <param name="Severity">Of a setback only: 0 hardly to 3 severe.</param>
/// <param name="Share">The therapist reads it; the partner does too, if told so here.</param>
/// <param name="CaseId">To which of the reader's open cases it goes; the newest unless told, a couple's before one seen alone.</param>
public sealed record OwnEvent(
    CaseEventKind Kind, DateOnly On, string? Title = null, string? Text = null, int? Severity = null, EventShare Share = EventShare.Therapist, Guid? CaseId = null);

/// <summary>The caller's own events, and those shared with them, in their open cases.</summary>
public sealed class PortalEvents(IDb db, PortalCases cases, ITextProtector protector)
{
    private const string List = "portal-events";

    // What is not shared is not read, so it leaves no gap, no count and no id.
    private const string SelectSql = $"""
        SELECT e.Id, e.Seq, e.CoupleId, e.ClientId, e.Kind, e.HappenedOn, e.Severity, e.Texts, e.Share, e.EnteredBy, e.EnteredAt, e.WithdrawnAt, e.Version
        FROM {ClientCases.OfClientPartSql} c
        JOIN CaseEvents e ON e.CoupleId = c.Id AND e.PracticeId = c.PracticeId
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL AND e.EnteredBy IS NULL AND e.WithdrawnAt IS NULL
          AND (e.ClientId = @ClientId OR e.Share = 'PartnerToo')
        """;

    private const string ListSql = SelectSql + """
         AND e.Seq < @Before AND (@CaseId IS NULL OR e.CoupleId = @CaseId)
        ORDER BY e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string FindSql = SelectSql + " AND e.Id = @Id";

    private const string OwnOfCaseSql = """
        SELECT e.Id, e.Seq, e.CoupleId, e.ClientId, e.Kind, e.HappenedOn, e.Severity, e.Texts, e.Share, e.EnteredBy, e.EnteredAt, e.WithdrawnAt, e.Version
        FROM CaseEvents e
        WHERE e.PracticeId = @PracticeId AND e.CoupleId = @CoupleId AND e.ClientId = @ClientId AND e.EnteredBy IS NULL AND e.WithdrawnAt IS NULL
          AND e.Seq < @Before
        ORDER BY e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<PortalEvent>> Page(PageRequest page, Guid? caseId, CancellationToken cancellationToken)
    {
        var rows = await db.Query<CaseEventRow>(ListSql, new { cases.ClientId, CaseId = caseId, Before = page.Before(List), page.Take }, cancellationToken);
        return PageRequest.Cut(List, page, rows, row => row.Seq).Map(Show);
    }

    /// <summary>What the caller noted in one of their cases, open or not, for what they take away with them.</summary>
    internal Task<IReadOnlyList<CaseEventRow>> OwnOfCase(Guid coupleId, long before, int take, CancellationToken cancellationToken) =>
        db.Query<CaseEventRow>(OwnOfCaseSql, new { CoupleId = coupleId, cases.ClientId, Before = before, Take = take }, cancellationToken);

    internal Task<CaseEventRow> Row(Guid id, CancellationToken cancellationToken) =>
        db.Find<CaseEventRow>(FindSql, new { cases.ClientId, Id = id }, cancellationToken).OrNotFound("event");

    internal PortalEvent Show(CaseEventRow row)
    {
        var texts = EventTexts.Open(protector, row.Id, row.Texts);
        return new PortalEvent(row.Id, row.CoupleId, row.ClientId == cases.ClientId, row.Kind, row.HappenedOn, texts.Title, texts.Text, row.Severity, row.Share);
    }
}

/// <summary>The caller's own events and those that their partner shared, the last entered first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalEventsQuery(PageRequest Page, Guid? CaseId = null) : IQuery<Page<PortalEvent>>;

public sealed class ListPortalEventsHandler(PortalCases cases, PortalEvents events) : IRequestHandler<ListPortalEventsQuery, Page<PortalEvent>>
{
    public async Task<Page<PortalEvent>> Handle(ListPortalEventsQuery request, CancellationToken cancellationToken)
    {
        await cases.Open(request.CaseId, cancellationToken);
        return await events.Page(request.Page, request.CaseId, cancellationToken);
    }
}

/// <summary>The caller notes, for themselves, what happened.</summary>
[Access(Roles.Partner)]
public sealed record LogOwnEventCommand(OwnEvent Body) : ICommand<PortalEvent>;

public sealed class LogOwnEventValidator : AbstractValidator<LogOwnEventCommand>
{
    public LogOwnEventValidator()
    {
        RuleFor(x => x.Body.Kind).IsInEnum();
        RuleFor(x => x.Body.Share).IsInEnum();
        RuleFor(x => x.Body.On).Must(day => day.Year >= CaseEventLimits.EarliestYear).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Body.Title).Line(CaseEventLimits.Title);
        RuleFor(x => x.Body.Text).Prose(CaseEventLimits.Text);
        RuleFor(x => x.Body.Severity).InclusiveBetween(CaseEventLimits.LeastSeverity, CaseEventLimits.MostSeverity).WithMessage(LogEventValidator.SeverityRule);
        RuleFor(x => x.Body.Severity).Null().When(x => x.Body.Kind != CaseEventKind.Setback).WithMessage(LogEventValidator.SeverityRule);
    }
}

public sealed class LogOwnEventHandler(PortalCases cases, PortalEvents own, CaseEvents events, RequestScope scope) : IRequestHandler<LogOwnEventCommand, PortalEvent>
{
    public async Task<PortalEvent> Handle(LogOwnEventCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        // With their partner of today where there is one; else in their own case.
        var file = await cases.Couple(body.CaseId, cancellationToken) ?? (await cases.Open(body.CaseId, cancellationToken)).FirstOrDefault() ?? throw Refused.NotFound("case");
        scope.CaseFile = file;
        var id = await events.Enter(
            file, cases.ClientId, new EventFacts(body.Kind, body.On, body.Title, body.Text, body.Severity), body.Share, null, cancellationToken);
        return own.Show(await own.Row(id, cancellationToken));
    }
}

/// <summary>The caller takes back one of their own events: nobody sees it in the portal any more, and the clinicians see it marked.</summary>
[Access(Roles.Partner)]
public sealed record WithdrawOwnEventCommand(Guid EventId) : ICommand<PortalEvent>, ICaseRequest
{
    public CaseKey Case => CaseKey.Event(EventId);
}

public sealed class WithdrawOwnEventHandler(PortalCases cases, PortalEvents own, CaseEvents events) : IRequestHandler<WithdrawOwnEventCommand, PortalEvent>
{
    public async Task<PortalEvent> Handle(WithdrawOwnEventCommand request, CancellationToken cancellationToken)
    {
        var row = await own.Row(request.EventId, cancellationToken);
        if (row.ClientId != cases.ClientId)
            throw Refused.Forbidden("not-your-event", "Only who wrote it takes it back.");
        await events.Withdraw(row, cancellationToken);
        return own.Show(row);
    }
}
