using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Sessions to be booked together, on one weekday and at one time of day.</summary>
/// <param name="First">
/// The first one. Its weekday and time of day, as the practice's clocks show them, are those of all: they stay so when the
/// clocks change. A time that the clocks skip is as much later as they skip; one that they show twice is the first.
/// </param>
/// <param name="EveryWeeks">1 for every week, to 52.</param>
/// <param name="Count">How many sessions, 1 to 104; skipped days do not count. Give either this or <c>until</c>.</param>
/// <param name="Until">The last day on which there may be one. At most 104 sessions.</param>
/// <param name="Skip">Days without a session, such as holidays. Each must be a day of the series.</param>
public sealed record NewSeries(
    NewSession First, int EveryWeeks, int? Count = null, DateOnly? Until = null, IReadOnlyList<DateOnly>? Skip = null);

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record BookSeriesCommand(Guid CoupleId, NewSeries Body) : ICommand<SessionSeries>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class BookSeriesValidator : AbstractValidator<BookSeriesCommand>
{
    public BookSeriesValidator()
    {
        RuleFor(x => x.Body.First).SetValidator(SessionBookings.Rules);
        RuleFor(x => x.Body.EveryWeeks).InclusiveBetween(1, SeriesDays.MostWeeksApart);
        RuleFor(x => x.Body.Count).InclusiveBetween(1, SeriesDays.MostSessions);
        RuleFor(x => x.Body.Count).Must((x, count) => count is null != x.Body.Until is null).WithMessage("Give either count or until.");
        RuleFor(x => x.Body.Skip).Must(skip => skip is null || skip.Count <= SeriesDays.MostSessions)
            .WithMessage($"At most {SeriesDays.MostSessions} days.");
    }
}

public sealed class BookSeriesHandler(
    IDb db, IIds ids, SessionBookings bookings, SessionSlots slots, SeriesRecords series, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<BookSeriesCommand, SessionSeries>
{
    private const string InsertSql = """
        INSERT INTO SessionSeries (Id, PracticeId, Seq, CoupleId, EveryWeeks, BookedBy, BookedAt)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @EveryWeeks, @BookedBy, @BookedAt)
        """;

    public async Task<SessionSeries> Handle(BookSeriesCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        var id = ids.New();
        scope.ResourceId = id;
        var therapist = await bookings.RequireParties(body.First, "first.", cancellationToken);
        var wanted = Starts(body).Select(start => new SessionSlot(ids.New(), therapist, body.First.PartnerId, start, body.First.Minutes)).ToList();
        var taken = await slots.TakeAll(scope.Case, wanted, cancellationToken);

        await db.Execute(
            InsertSql,
            new { Id = id, Seq = ids.NextSequence(), scope.Case.CoupleId, body.EveryWeeks, BookedBy = scope.Caller.AccountId, BookedAt = days.Now },
            cancellationToken);
        foreach (var slot in taken)
            await bookings.Insert(slot, body.First, id, cancellationToken);
        await outbox.Raise("series.booked", id, cancellationToken);
        return await series.Find(id, cancellationToken);
    }

    private List<DateTimeOffset> Starts(NewSeries body)
    {
        var start = slots.RequireBookable(body.First.StartsAt, "first.startsAt");
        var (first, time) = (days.DayOf(start), days.TimeOf(start));
        var end = body.Until is null ? "count" : "until";
        var planned = SeriesDays.Of(first, body.EveryWeeks, body.Until, body.Count, (body.Skip ?? []).ToHashSet());
        if (planned.Count == 0)
            throw Refused.Invalid(end, "No day is left for a session.", "empty-series");
        if (planned.Count > SeriesDays.MostSessions)
            throw Refused.Invalid(end, $"A series has at most {SeriesDays.MostSessions} sessions.", "series-too-long");
        if (SeriesDays.Missed(first, body.EveryWeeks, body.Until ?? planned[^1], body.Skip ?? []).Any())
            throw Refused.Invalid("skip", "Name days on which the series would have a session.", "skips-nothing");

        // The first is the very instant that was given, also where the clocks show its time twice.
        return [.. planned.Select(day => day == first ? start : slots.RequireBookable(days.At(day, time), end))];
    }
}
