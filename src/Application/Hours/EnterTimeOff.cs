using CounselDesk.Application.Common;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Hours;

/// <summary>When somebody is away: whole days, or from one instant to another. Give one of the two pairs.</summary>
/// <param name="FirstDay">The first whole day, in the practice's time zone; at most 30 days back and 2 years ahead.</param>
/// <param name="LastDay">The last whole day.</param>
/// <param name="StartsAt">From then on; at most 30 days back and 2 years ahead.</param>
/// <param name="EndsAt">Until then, not included; at most 367 days in one piece.</param>
public sealed record NewTimeOff(DateOnly? FirstDay = null, DateOnly? LastDay = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null);

/// <summary>Time off that was just entered.</summary>
/// <param name="Id">The entry.</param>
/// <param name="StaffId">Who is away.</param>
/// <param name="StartsAt">From then on.</param>
/// <param name="EndsAt">Until then, not included.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="BookedSessions">How many sessions are booked in it already. They stay booked until somebody moves or cancels them.</param>
public sealed record EnteredTimeOff(Guid Id, Guid StaffId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset EnteredAt, int BookedSessions);

/// <summary>Nothing is booked in it from then on. Whoever falls ill must be able to enter it before all is rearranged.</summary>
[Access(Roles.Staff)]
public sealed record EnterTimeOffCommand(Guid StaffId, NewTimeOff Body) : ICommand<EnteredTimeOff>;

public sealed class EnterTimeOffValidator : AbstractValidator<EnterTimeOffCommand>
{
    public EnterTimeOffValidator()
    {
        RuleFor(x => x.Body.FirstDay).Must((command, _) => IsOnePair(command.Body)).WithErrorCode("days-or-times").WithMessage("Give firstDay and lastDay, or startsAt and endsAt.");
        RuleFor(x => x.Body.LastDay).Must((x, last) => last is null || x.Body.FirstDay is null || last >= x.Body.FirstDay)
            .WithErrorCode("ends-before-start").WithMessage("Must not be before firstDay.");
        RuleFor(x => x.Body.EndsAt).Must((x, end) => end is null || x.Body.StartsAt is null || end > x.Body.StartsAt)
            .WithErrorCode("ends-before-start").WithMessage("Must be after startsAt.");
    }

    private static bool IsOnePair(NewTimeOff body) =>
        (body.FirstDay is null) == (body.LastDay is null) && (body.StartsAt is null) == (body.EndsAt is null) && (body.FirstDay is null) != (body.StartsAt is null);
}

public sealed class EnterTimeOffHandler(IDb db, IIds ids, StaffCalendars calendars, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<EnterTimeOffCommand, EnteredTimeOff>
{
    private const string InsertSql = """
        INSERT INTO TimeOff (Id, PracticeId, Seq, AccountId, StartsAt, EndsAt, EnteredBy, EnteredAt)
        VALUES (@Id, @PracticeId, @Seq, @AccountId, @StartsAt, @EndsAt, @EnteredBy, @EnteredAt)
        """;

    private const string BookedSql = """
        SELECT COUNT(*) AS Found FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.TherapistId = @TherapistId AND s.Status = 'Booked'
          AND s.StartsAt > @Earliest AND s.StartsAt < @EndsAt AND s.EndsAt > @StartsAt
        """;

    public async Task<EnteredTimeOff> Handle(EnterTimeOffCommand request, CancellationToken cancellationToken)
    {
        await calendars.RequireOwn(request.StaffId, cancellationToken);
        var (id, time, now) = (ids.New(), Time(request.Body), days.Now);
        scope.ResourceId = id;
        // The booking's own lock: whoever books meanwhile finds this entry, or is counted by it.
        await db.Lock(Sessions.SessionSlots.TherapistLock(request.StaffId), cancellationToken);
        var row = new
        {
            Id = id,
            Seq = ids.NextSequence(),
            AccountId = request.StaffId,
            time.StartsAt,
            time.EndsAt,
            EnteredBy = scope.Caller.AccountId,
            EnteredAt = now,
        };
        await db.Execute(InsertSql, row, cancellationToken);
        var booked = await db.Find<int>(
            BookedSql,
            new { TherapistId = request.StaffId, time.StartsAt, time.EndsAt, Earliest = time.StartsAt.AddMinutes(-SessionTimes.LongestMinutes) },
            cancellationToken);
        await outbox.Raise("time-off.entered", id, cancellationToken);
        return new EnteredTimeOff(id, request.StaffId, time.StartsAt, time.EndsAt, now, booked);
    }

    private Stretch Time(NewTimeOff body)
    {
        // Days too far away are refused before the time zone is asked about them.
        var field = body.FirstDay is null ? "startsAt" : "firstDay";
        var today = days.Today;
        if (body.FirstDay is { } day && (day < today.AddDays(-HoursLimits.MostDaysBack) || day > today.AddYears(HoursLimits.MostYearsAhead)))
            throw OutOfRange(field);
        if (body.FirstDay is { } first && body.LastDay!.Value.DayNumber - first.DayNumber >= HoursLimits.MostDaysOff)
            throw TooLong("lastDay");

        var time = body.FirstDay is { } from
            ? new Stretch(days.StartOf(from), days.StartOf(body.LastDay!.Value.AddDays(1)))
            : new Stretch(MillisecondClock.Whole(body.StartsAt!.Value), MillisecondClock.Whole(body.EndsAt!.Value));
        if (body.FirstDay is null && (time.StartsAt < days.Now.AddDays(-HoursLimits.MostDaysBack) || time.StartsAt > days.Now.AddYears(HoursLimits.MostYearsAhead)))
            throw OutOfRange(field);
        if (time.Length <= TimeSpan.Zero)
            throw Refused.Invalid("endsAt", "Must be after startsAt.", "ends-before-start");
        // The longest day has 25 hours.
        return time.Length <= TimeSpan.FromDays(HoursLimits.MostDaysOff) + TimeSpan.FromHours(1) ? time : throw TooLong("endsAt");
    }

    private static Refused OutOfRange(string field) => Refused.Invalid(
        field, $"Begin at most {HoursLimits.MostDaysBack} days back and {HoursLimits.MostYearsAhead} years ahead.", "time-out-of-range");

    private static Refused TooLong(string field) => Refused.Invalid(field, $"At most {HoursLimits.MostDaysOff} days in one piece.", "time-off-too-long");
}
