using CounselDesk.Application.Common;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Events;

/// <param name="Kind">Setback, milestone or turning point.</param>
/// <param name="Scope"><c>joint</c>, or one partner's id: it lies in that partner's compartment.</param>
/// <param name="On">The day on which it happened, in the practice's time zone; not in the future.</param>
/// <param name="Title">One line of at most 200 characters; kept encrypted.</param>
/// <param name="Text">At most 4000 characters; kept encrypted.</param>
/// <param name="Severity">Of a setback only: 0 hardly to 3 severe.</param>
public sealed record NewEvent(CaseEventKind Kind, string Scope, DateOnly On, string? Title = null, string? Text = null, int? Severity = null);

[Access(Roles.Clinicians)]
public sealed record LogEventCommand(Guid CoupleId, NewEvent Body) : ICommand<CaseEvent>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class LogEventValidator : AbstractValidator<LogEventCommand>
{
    internal const string SeverityRule = "Of a setback only, 0 to 3.";

    public LogEventValidator()
    {
        RuleFor(x => x.Body.Kind).IsInEnum();
        RuleFor(x => x.Body.Scope).Must(text => text is "joint" || Guid.TryParseExact(text, "D", out _)).WithMessage("Give joint, or a partner's id.");
        RuleFor(x => x.Body.On).Must(day => day.Year >= CaseEventLimits.EarliestYear).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Body.Title).Line(CaseEventLimits.Title);
        RuleFor(x => x.Body.Text).Prose(CaseEventLimits.Text);
        RuleFor(x => x.Body.Severity).InclusiveBetween(CaseEventLimits.LeastSeverity, CaseEventLimits.MostSeverity).WithMessage(SeverityRule);
        RuleFor(x => x.Body.Severity).Null().When(x => x.Body.Kind != CaseEventKind.Setback).WithMessage(SeverityRule);
    }
}

public sealed class LogEventHandler(CaseEvents events, RequestScope scope) : IRequestHandler<LogEventCommand, CaseEvent>
{
    public async Task<CaseEvent> Handle(LogEventCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        var owner = Guid.TryParse(body.Scope, out var one) ? one : (Guid?)null;
        if (owner is { } partner)
            scope.Case.RequirePartner(partner, "scope");
        var id = await events.Enter(
            scope.Case, owner, new EventFacts(body.Kind, body.On, body.Title, body.Text, body.Severity), EventShare.Therapist, scope.Caller.AccountId, cancellationToken);
        return await events.Find(id, cancellationToken);
    }
}

/// <summary>It stays in the record, marked. A partner's own can be withdrawn too: from then on the other no longer reads it.</summary>
[Access(Roles.Clinicians)]
public sealed record WithdrawEventCommand(Guid EventId, int? Version) : ICommand<CaseEvent>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Event(EventId);
}

public sealed class WithdrawEventHandler(CaseEvents events, RequestScope scope) : IRequestHandler<WithdrawEventCommand, CaseEvent>
{
    public async Task<CaseEvent> Handle(WithdrawEventCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        var row = await events.Row(request.EventId, cancellationToken);
        request.RequireCurrent(row.Version);
        await events.Withdraw(row, cancellationToken);
        return await events.Find(row.Id, cancellationToken);
    }
}

[Access(Roles.Clinicians)]
public sealed record GetEventQuery(Guid EventId) : IQuery<CaseEvent>, ICaseRequest
{
    public CaseKey Case => CaseKey.Event(EventId);
}

public sealed class GetEventHandler(CaseEvents events, RequestScope scope) : IRequestHandler<GetEventQuery, CaseEvent>
{
    public Task<CaseEvent> Handle(GetEventQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.EventId;
        return events.Find(request.EventId, cancellationToken);
    }
}

/// <summary>A case's events, the last entered first; withdrawn ones too.</summary>
[Access(Roles.Clinicians)]
public sealed record ListEventsQuery(Guid CoupleId, PageRequest Page, CaseEventKind? Kind = null, DateOnly? From = null, DateOnly? To = null)
    : IQuery<Page<CaseEvent>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListEventsValidator : AbstractValidator<ListEventsQuery>
{
    public ListEventsValidator() => RuleFor(x => new DayRange(x.From, x.To)).SetValidator(DayRange.Rules).OverridePropertyName("");
}

public sealed class ListEventsHandler(CaseEvents events, RequestScope scope) : IRequestHandler<ListEventsQuery, Page<CaseEvent>>
{
    public Task<Page<CaseEvent>> Handle(ListEventsQuery request, CancellationToken cancellationToken) =>
        events.Page(scope.Case.CoupleId, request.Kind, request.From, request.To, request.Page, cancellationToken);
}
