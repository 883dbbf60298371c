using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>Answers that partners are to give in the portal.</summary>
/// <param name="Measure">The measure's key. It needs wording, ours or the practice's; <c>hits</c> is answered alone with a clinician only.</param>
/// <param name="Repeat">Once, every n weeks, or before each session: from three days before its day until it starts.</param>
/// <param name="PartnerIds">Who is asked, each for themselves; each partner of the case unless told.</param>
/// <param name="Weeks">For <c>every-n-weeks</c>: n, 1 to 52.</param>
/// <param name="StartOn">The first day, in the practice's time zone; today unless told. At most a year ahead, not in the past.</param>
/// <param name="DueWithinDays">How many days after the first an answer is in time: 0 to 60, 7 unless told.</param>
public sealed record NewMeasureRequest(
    string Measure, MeasureRepeat Repeat, IReadOnlyList<Guid>? PartnerIds = null, int? Weeks = null, DateOnly? StartOn = null, int? DueWithinDays = null);

[Access(Roles.Clinicians)]
public sealed record RequestMeasureCommand(Guid CoupleId, NewMeasureRequest Body) : ICommand<MeasureRequest>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class RequestMeasureValidator : AbstractValidator<RequestMeasureCommand>
{
    public RequestMeasureValidator()
    {
        RuleFor(x => x.Body.Measure).NotNull().Line(Limits.Code);
        RuleFor(x => x.Body.Repeat).IsInEnum();
        RuleFor(x => x.Body.PartnerIds).Must(ids => ids is null || (ids.Count is 1 or 2 && ids.Distinct().Count() == ids.Count))
            .WithMessage("Name one partner or both, or leave it out for each.");
        RuleFor(x => x.Body.Weeks).InclusiveBetween(1, MeasureAsking.MostWeeks);
        RuleFor(x => x.Body.Weeks).Must((x, weeks) => weeks is null != (x.Body.Repeat == MeasureRepeat.EveryNWeeks))
            .WithMessage("Goes with every-n-weeks, and only with it.");
        RuleFor(x => x.Body.DueWithinDays).InclusiveBetween(0, MeasureAsking.MostDueWithinDays);
    }
}

public sealed class RequestMeasureHandler(
    IDb db, IIds ids, MeasureRequests requests, AskedMeasures asked, MeasureWordings wordings, PracticeMeasures measures, RequestScope scope, IOutbox outbox,
    PracticeDays days) : IRequestHandler<RequestMeasureCommand, MeasureRequest>
{
    private const string InsertSql = """
        INSERT INTO MeasureRequests (Id, PracticeId, Seq, CoupleId, ClientId, Measure, Repeats, Weeks, StartOn, DueWithinDays, RequestedBy, RequestedAt,
          StoppedBy, StoppedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Measure, @Repeats, @Weeks, @StartOn, @DueWithinDays, @RequestedBy, @RequestedAt, NULL, NULL, 1)
        """;

    public async Task<MeasureRequest> Handle(RequestMeasureCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (body, file) = (request.Body, scope.Case);
        foreach (var partner in body.PartnerIds ?? [])
            file.RequirePartner(partner, "partnerIds");
        Guid? only = body.PartnerIds is [var one] && file.Partners.Count > 1 ? one : null;
        scope.SubjectId = only;
        var start = body.StartOn ?? days.Today;
        if (start < days.Today || start > days.Today.AddYears(1))
            throw Refused.Invalid("startOn", "Must lie between today and a year from now, in the practice's time zone.");
        var instrument = await Askable(body.Measure, cancellationToken);
        file.RequireOpen();

        await db.Lock($"measure-requests:{file.CoupleId}", cancellationToken);
        var running = (await asked.OfCase(file, cancellationToken)).Select(other => other.Row).Where(row => row.StoppedAt is null && row.Measure == instrument.Key);
        if (running.FirstOrDefault(row => row.ClientId is null || only is null || row.ClientId == only) is { } same)
            throw Refused.Conflict("already-requested", "This measure is asked of that partner already: stop that request first.", same.Id);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = only,
                Measure = instrument.Key,
                Repeats = body.Repeat,
                body.Weeks,
                StartOn = start,
                DueWithinDays = body.DueWithinDays ?? MeasureAsking.UsualDueWithinDays,
                RequestedBy = scope.Caller.AccountId,
                RequestedAt = days.Now,
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("measure.requested", id, cancellationToken);
        return await requests.Find(id, cancellationToken);
    }

    private async Task<Instrument> Askable(string key, CancellationToken cancellationToken)
    {
        var instrument = await measures.ToAnswer(key, "measure", cancellationToken);
        if (instrument.Confidential)
            throw Refused.Rule("use-screening", "This measure is answered alone with a clinician, and never asked for in the portal.");
        var worded = await wordings.Worded(instrument, cancellationToken);
        return worded.Items[0].Wording is not null
            ? worded
            : throw Refused.Rule("no-wording", "The practice has entered no wording for this measure, so nobody could answer it in the portal.");
    }
}
