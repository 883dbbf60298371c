using CounselDesk.Application.Common;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Hours;

/// <summary>All the hours of a week; they replace what was there.</summary>
/// <param name="Week">At most 8 intervals a day, in any order, none overlapping another. Empty if this person takes no sessions at present.</param>
public sealed record WeekOfHours(IReadOnlyList<HoursOfDay> Week);

/// <summary>Changes no session: those that then lie outside the hours stay booked.</summary>
[Access(Roles.Staff)]
public sealed record WriteWorkingHoursCommand(Guid StaffId, int? Version, WeekOfHours Body) : ICommand<WorkingHours>, IVersionedCommand;

public sealed class WriteWorkingHoursValidator : AbstractValidator<WriteWorkingHoursCommand>
{
    public WriteWorkingHoursValidator()
    {
        RuleForEach(x => x.Body.Week).NotNull().ChildRules(one =>
        {
            one.RuleFor(x => x.Day).IsInEnum();
            one.RuleFor(x => x.From).Must(time => ClockTime.Minutes(time) is < ClockTime.EndOfDay)
                .WithErrorCode("not-a-time").WithMessage("Give a time from 00:00 to 23:59.");
            one.RuleFor(x => x.To).Must(time => ClockTime.Minutes(time) is not null)
                .WithErrorCode("not-a-time").WithMessage("Give a time from 00:01 to 24:00.");
            one.RuleFor(x => x.To).Must((x, to) => ClockTime.Minutes(x.From) < ClockTime.Minutes(to))
                .When(x => ClockTime.Minutes(x.From) is < ClockTime.EndOfDay && ClockTime.Minutes(x.To) is not null)
                .WithErrorCode("ends-before-start").WithMessage("Must be after from; hours over midnight are two intervals.");
        });
        RuleFor(x => x.Body.Week).Must(week => week is null || week.Where(one => one is not null).CountBy(one => one.Day).All(day => day.Value <= WorkingInterval.MostADay))
            .WithErrorCode("too-many-intervals").WithMessage($"Give at most {WorkingInterval.MostADay} intervals a day.");
        RuleFor(x => x.Body.Week).Must(week => week is null || !WorkingInterval.AnyOverlap(Known(week)))
            .WithErrorCode("hours-overlap").WithMessage("Intervals of one day must not overlap.");
    }

    /// <summary>Those that can be read as intervals, by weekday and time.</summary>
    internal static IEnumerable<WorkingInterval> Known(IEnumerable<HoursOfDay> week) =>
        from one in week
        where one is not null
        let start = ClockTime.Minutes(one.From)
        let end = ClockTime.Minutes(one.To)
        where start is not null && end is not null
        orderby one.Day, start
        select new WorkingInterval(one.Day, start.Value, end.Value);
}

public sealed class WriteWorkingHoursHandler(IDb db, StaffCalendars calendars, WorkingWeeks weeks, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<WriteWorkingHoursCommand, WorkingHours>
{
    private const string InsertSql = """
        INSERT INTO WorkingHours (AccountId, PracticeId, Week, ChangedAt, Version)
        VALUES (@AccountId, @PracticeId, @Week, @ChangedAt, @Version + 1)
        """;

    private const string UpdateSql = """
        UPDATE WorkingHours SET Week = @Week, ChangedAt = @ChangedAt, Version = Version + 1
        WHERE AccountId = @AccountId AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<WorkingHours> Handle(WriteWorkingHoursCommand request, CancellationToken cancellationToken)
    {
        await calendars.RequireOwn(request.StaffId, cancellationToken);
        await db.Lock($"hours:{request.StaffId}", cancellationToken);
        var current = await weeks.Of(request.StaffId, cancellationToken);
        request.RequireCurrent(current.Version);
        var row = new
        {
            AccountId = request.StaffId,
            Week = WorkingWeeks.Text(WriteWorkingHoursValidator.Known(request.Body.Week)),
            ChangedAt = clock.GetUtcNow(),
            current.Version,
        };
        await db.Execute(current.Version == 0 ? InsertSql : UpdateSql, row, cancellationToken).OrStale();
        await outbox.Raise("hours.written", request.StaffId, cancellationToken);
        return await weeks.Of(request.StaffId, cancellationToken);
    }
}
