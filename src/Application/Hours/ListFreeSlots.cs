using CounselDesk.Application.Common;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Hours;

/// <summary>When a member of staff is free.</summary>
/// <param name="StaffId">Who.</param>
/// <param name="From">The first day asked for, in the practice's time zone.</param>
/// <param name="To">The last day asked for.</param>
/// <param name="Minutes">How long each stretch is at least.</param>
/// <param name="HasHours">Whether working hours were ever written for this person; without them nothing is free.</param>
/// <param name="Slots">The free stretches, earliest first. A session may begin anywhere in one that leaves it enough time.</param>
public sealed record FreeSlots(Guid StaffId, DateOnly From, DateOnly To, int Minutes, bool HasHours, IReadOnlyList<FreeSlot> Slots);

/// <param name="StartsAt">Free from then on.</param>
/// <param name="EndsAt">Until then.</param>
public sealed record FreeSlot(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>Tells that somebody is taken, never by whom: time off and sessions look alike.</summary>
[Access(Roles.Staff)]
public sealed record ListFreeSlotsQuery(Guid StaffId, DateOnly? From, DateOnly? To, int? Minutes) : IQuery<FreeSlots>;

public sealed class ListFreeSlotsValidator : AbstractValidator<ListFreeSlotsQuery>
{
    public ListFreeSlotsValidator()
    {
        RuleFor(x => x.From).Must(day => day is null || day.Value.Year is >= 1900 and <= 2199).WithMessage("Give a day from 1900 to 2199.");
        RuleFor(x => x.To).Must(day => day is null || day.Value.Year is >= 1900 and <= 2199).WithMessage("Give a day from 1900 to 2199.");
        RuleFor(x => x.Minutes).Must(minutes => minutes is null
                || (minutes is >= HoursLimits.ShortestSlotMinutes and <= HoursLimits.LongestSlotMinutes && minutes % HoursLimits.SlotStepMinutes == 0))
            .WithErrorCode("slot-length").WithMessage($"Give {HoursLimits.ShortestSlotMinutes} to {HoursLimits.LongestSlotMinutes} minutes, in steps of {HoursLimits.SlotStepMinutes}.");
    }
}

public sealed class ListFreeSlotsHandler(IDb db, StaffCalendars calendars, WorkingWeeks weeks, TimesOff timesOff, PracticeDays days)
    : IRequestHandler<ListFreeSlotsQuery, FreeSlots>
{
    private const int DaysUnlessTold = 7;
    private const int MinutesUnlessTold = 50;

    private const string TakenSql = """
        SELECT s.StartsAt, s.EndsAt
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.TherapistId = @TherapistId AND s.Status IN ('Booked', 'Held')
          AND s.StartsAt > @Earliest AND s.StartsAt < @End AND s.EndsAt > @Start
        """;

    public async Task<FreeSlots> Handle(ListFreeSlotsQuery request, CancellationToken cancellationToken)
    {
        var (first, last) = Range(request);
        var minutes = request.Minutes ?? MinutesUnlessTold;
        var person = await calendars.Require(request.StaffId, cancellationToken);
        var week = await weeks.Find(request.StaffId, cancellationToken);
        var working = week?.Between(first, last) ?? [];
        var takesSessions = person.Active && (person.RoleSet & (Roles.Therapist | Roles.Associate)) != Roles.None;
        IReadOnlyList<Stretch> free = takesSessions && working.Count > 0 ? await Free(request.StaffId, working, cancellationToken) : [];
        return new FreeSlots(
            request.StaffId, first, last, minutes, week is not null,
            [.. free.Where(time => time.Length >= TimeSpan.FromMinutes(minutes)).Select(time => new FreeSlot(time.StartsAt, time.EndsAt))]);
    }

    private async Task<IReadOnlyList<Stretch>> Free(Guid staffId, IReadOnlyList<Stretch> working, CancellationToken cancellationToken)
    {
        var (start, end) = (working[0].StartsAt, working[^1].EndsAt);
        var away = await timesOff.Between(staffId, start, end, cancellationToken);
        var sessions = await db.Query<TakenRow>(
            TakenSql, new { TherapistId = staffId, Start = start, End = end, Earliest = start.AddMinutes(-SessionTimes.LongestMinutes) }, cancellationToken);
        return Stretches.Without(
            working,
            [.. away.Select(time => new Stretch(time.StartsAt, time.EndsAt)), .. sessions.Select(row => new Stretch(row.StartsAt, row.EndsAt)), new Stretch(DateTimeOffset.MinValue, NextStep())]);
    }

    // What is past is not free; what is left of today begins at a time that people make appointments for.
    private DateTimeOffset NextStep()
    {
        var step = TimeSpan.FromMinutes(HoursLimits.SlotStepMinutes).Ticks;
        return new DateTimeOffset((days.Now.UtcTicks + step - 1) / step * step, TimeSpan.Zero);
    }

    private (DateOnly First, DateOnly Last) Range(ListFreeSlotsQuery request)
    {
        var first = request.From ?? days.Today;
        var last = request.To ?? first.AddDays(DaysUnlessTold - 1);
        if (last < first)
            throw Refused.Invalid("to", "Must not be before from.", "ends-before-start");
        return last.DayNumber - first.DayNumber < HoursLimits.MostDaysOfSlots
            ? (first, last)
            : throw Refused.Invalid("to", $"At most {HoursLimits.MostDaysOfSlots} days.", "range-too-long");
    }

    private sealed record TakenRow
    {
        public DateTimeOffset StartsAt { get; init; }

        public DateTimeOffset EndsAt { get; init; }
    }
}
