using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>What may still be changed once it is given.</summary>
/// <param name="DueOn">Last day on which it can be done; null makes it open-ended.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; null is as many as the cadence gives.</param>
/// <param name="Instructions">The therapist's own words, which the partners read; at most 4000 characters.</param>
/// <param name="Cadence">How often, from a day on. What was counted before stays; a week that is cut short expects no more than was logged in it.</param>
/// <param name="From">The first day of the new cadence, today at the earliest; unless told, the first from today on that has no entry yet. A change planned for that day or later gives way.</param>
/// <param name="Override">Only for a change that the safety rule holds back.</param>
public sealed record AssignmentChange(
    Optional<DateOnly?> DueOn = default, Optional<int?> Target = default, Optional<string?> Instructions = default, Optional<Cadence?> Cadence = default,
    Optional<DateOnly?> From = default, SafetyOverride? Override = null);

[Access(Roles.Clinicians)]
public sealed record ChangeAssignmentCommand(Guid AssignmentId, int? Version, AssignmentChange Body)
    : ICommand<Assignment>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ChangeAssignmentValidator : AbstractValidator<ChangeAssignmentCommand>
{
    public ChangeAssignmentValidator()
    {
        RuleFor(x => x.Body.Target.Value).InclusiveBetween(1, AssignmentSchedule.MaxTarget).OverridePropertyName("target");
        RuleFor(x => x.Body.Instructions.Value).Prose(HomeworkLimits.Instructions).OverridePropertyName("instructions");
        RuleFor(x => x.Body.Cadence.Value).Must(cadence => cadence?.IsValid() == true).When(x => x.Body.Cadence.IsSet)
            .WithMessage(NewAssignmentValidator.CadenceRule).OverridePropertyName("cadence");
        RuleFor(x => x.Body.From.Value).Null().When(x => !x.Body.Cadence.IsSet).WithMessage("Only with a cadence.").OverridePropertyName("from");
        RuleFor(x => x.Body.Override!).SetValidator(new SafetyOverrideValidator());
    }
}

public sealed class ChangeAssignmentHandler(
    IDb db, Assignments assignments, Schedules schedules, SafetyHolds holds, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<ChangeAssignmentCommand, Assignment>
{
    private const string UpdateSql = """
        UPDATE Assignments SET DueOn = @DueOn, Target = @Target, Instructions = @Instructions,
          ExpiryToldAt = IIF(@IsOver = 1, ExpiryToldAt, NULL), RemindOn = @RemindOn, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Assignment> Handle(ChangeAssignmentCommand request, CancellationToken cancellationToken)
    {
        var (body, file) = (request.Body, scope.Case);
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();
        var changed = row with
        {
            DueOn = body.DueOn.Or(row.DueOn),
            Target = body.Target.Or(row.Target),
            Instructions = body.Instructions.IsSet ? protector.Seal(HomeworkTexts.Instructions, body.Instructions.Value) : row.Instructions,
        };
        if (changed.DueOn < row.StartOn)
            throw Refused.Invalid("dueOn", "Must not be before startOn.");
        if (body.DueOn.Value is { } due && due.DayNumber - Math.Max(row.StartOn.DayNumber, days.Today.DayNumber) > HomeworkLimits.DueDaysAway)
            throw Refused.Invalid("dueOn", "Must not be more than two years after startOn or today, whichever is later.");
        var entries = await assignments.EntriesOf(file, row, cancellationToken);
        var schedule = (await schedules.Of(row, cancellationToken)) with { DueOn = changed.DueOn, Target = changed.Target };
        var segment = body.Cadence.Value is { } cadence ? new ScheduleSegment(From(body.From.Value, schedule, entries), cadence) : null;
        if (segment is not null)
            schedule = schedule with { Segments = [.. schedule.Segments.Where(one => one.From < segment.From), segment] };
        Require(schedule);
        if (entries.Any(partner => partner.Entries.Any(entry => entry.Day > changed.DueOn)))
            throw Refused.Conflict("entries-after-due", "There is an entry for a later day than dueOn would allow.");

        await holds.Renew(file, row, segment is not null || AsksForMore(row, changed), body.Override, cancellationToken);
        await db.Execute(
            UpdateSql,
            new { changed.DueOn, changed.Target, changed.Instructions, IsOver = changed.DueOn < days.Today, RemindOn = days.Today, row.Id, row.Version },
            cancellationToken).OrStale();
        if (segment is not null)
            await schedules.Begin(file.CoupleId, row.Id, segment, cancellationToken);
        await assignments.KeepStatus(file, changed, cancellationToken);
        await outbox.Raise("assignment.changed", row.Id, cancellationToken);
        return await assignments.Find(file, row.Id, cancellationToken);
    }

    // What ends sooner or asks for less is never held back; of another rhythm nobody can say that it is less.
    private static bool AsksForMore(AssignmentRow row, AssignmentRow changed) =>
        (changed.DueOn != row.DueOn && !(changed.DueOn < (row.DueOn ?? DateOnly.MaxValue)))
        || (changed.Target != row.Target && !(changed.Target < row.Target));

    private static void Require(AssignmentSchedule schedule)
    {
        if (schedule.IsValid())
            return;
        throw schedule.Segments is [_]
            ? Refused.Invalid("target", "What is done once has no other target than 1.")
            : Refused.Invalid("cadence", "What is done once has no other rhythm before or after: withdraw it, and assign anew.");
    }

    // The past stays as it was counted, and an entry keeps the period that it was made for.
    private DateOnly From(DateOnly? wanted, AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> entries)
    {
        var first = days.Today > schedule.StartOn ? days.Today : schedule.StartOn;
        var from = wanted ?? (HasEntries(first) ? first.AddDays(1) : first);
        if (from < first)
            throw Refused.Invalid("from", "Must not be before today or before startOn.", "from-in-past");
        if (from > schedule.DueOn)
            throw Refused.Invalid("from", "Must not be after dueOn.");
        if (HasEntries(from))
            throw Refused.Conflict("entries-after-change", "There is an entry for that day already: change the cadence from the next day on.");
        return from;

        bool HasEntries(DateOnly day) => entries.Any(partner => partner.Entries.Any(entry => entry.Day >= day));
    }
}
