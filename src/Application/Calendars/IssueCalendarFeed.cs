using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Calendars;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Calendars;

/// <param name="Label">What to call it, such as the device that will read it; at most 100 characters.</param>
public sealed record NewCalendarFeed(string? Label = null);

/// <summary>A new feed with its address, which is shown this once.</summary>
/// <param name="Id">The feed.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="CreatedAt">When its address was made.</param>
/// <param name="Address">Where to read it, below the API's address. Whoever has it reads the calendar: keep it like a password.</param>
public sealed record IssuedCalendarFeed(Guid Id, string? Label, DateTimeOffset CreatedAt, string Address);

[Access(Roles.Therapist | Roles.Associate)]
public sealed record IssueCalendarFeedCommand(NewCalendarFeed Body) : ICommand<IssuedCalendarFeed>;

public sealed class IssueCalendarFeedValidator : AbstractValidator<IssueCalendarFeedCommand>
{
    public IssueCalendarFeedValidator() => RuleFor(x => x.Body.Label).Line(Limits.Name);
}

public sealed class IssueCalendarFeedHandler(IDb db, IIds ids, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<IssueCalendarFeedCommand, IssuedCalendarFeed>
{
    private const string InsertSql = """
        INSERT INTO CalendarFeeds (Id, PracticeId, Seq, AccountId, SecretHash, Label, CreatedAt)
        SELECT @Id, @PracticeId, @Seq, @AccountId, @SecretHash, @Label, @CreatedAt
        WHERE (SELECT COUNT(*) FROM CalendarFeeds f WHERE f.AccountId = @AccountId AND f.PracticeId = @PracticeId) < @Most
        """;

    public async Task<IssuedCalendarFeed> Handle(IssueCalendarFeedCommand request, CancellationToken cancellationToken)
    {
        var (id, secret, now) = (ids.New(), CalendarSecret.New(), clock.GetUtcNow());
        var owner = scope.Caller.AccountId;
        (scope.ResourceId, scope.SubjectId) = (id, owner);
        await db.Lock($"calendar-feeds:{owner}", cancellationToken);
        var row = new
        {
            Id = id,
            Seq = ids.NextSequence(),
            AccountId = owner,
            SecretHash = CalendarSecret.Hash(secret),
            request.Body.Label,
            CreatedAt = now,
            Most = CalendarLimits.MostFeeds,
        };
        if (await db.Execute(InsertSql, row, cancellationToken) == 0)
            throw Refused.Conflict("too-many-calendars", $"At most {CalendarLimits.MostFeeds} calendar addresses: revoke one first.");
        await outbox.Raise("calendar.issued", id, cancellationToken);
        return new IssuedCalendarFeed(id, request.Body.Label, now, $"/api/v1/calendars/{secret}.ics");
    }
}
