using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;

namespace CounselDesk.Application.Sessions;

/// <summary>What booking one session and booking many have in common.</summary>
public sealed class SessionBookings(IDb db, IIds ids, Accounts accounts, RequestScope scope, TimeProvider clock)
{
    private const string InsertSql = """
        INSERT INTO Sessions (Id, PracticeId, Seq, CoupleId, TherapistId, StartsAt, EndsAt, Minutes, Kind, Place, PartnerId, Status,
          AttendedA, AttendedB, CancelledBy, CancelledAt, CancelReason, NoticeHours, Late, BookedBy, BookedAt, Version, SeriesId, ChangedAt, OutsideHours)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @TherapistId, @StartsAt, @EndsAt, @Minutes, @Kind, @Place, @PartnerId, 'Booked',
          NULL, NULL, NULL, NULL, NULL, NULL, NULL, @BookedBy, @BookedAt, 1, @SeriesId, NULL, @OutsideHours)
        """;

    private const string MoveSql = """
        UPDATE Sessions SET StartsAt = @StartsAt, EndsAt = @EndsAt, Minutes = @Minutes, Place = @Place, ChangedAt = @ChangedAt, OutsideHours = @OutsideHours, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Booked'
        """;

    public static IValidator<NewSession> Rules { get; } = MakeRules();

    /// <summary>Refuses a session that the case cannot have; answers who holds it.</summary>
    /// <param name="body">What is to be booked.</param>
    /// <param name="within">The JSON member that it lies in, with its dot; empty if it is the whole body.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<Guid> RequireParties(NewSession body, string within, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        if (body.PartnerId is { } partner)
            scope.Case.RequirePartner(partner, $"{within}partnerId");
        else if (scope.Case.Kind == CaseKind.Individual)
            throw Refused.Invalid($"{within}kind", "A case of one client takes individual sessions.", "nobody-to-join");
        scope.SubjectId = body.PartnerId;

        var id = body.TherapistId ?? scope.Case.TherapistId;
        if (await accounts.ById(id, cancellationToken) is { Active: true } account
            && (account.RoleSet & (Roles.Therapist | Roles.Associate)) != Roles.None)
            return id;
        throw Refused.Invalid($"{within}therapistId", "Name an active therapist or associate of this practice.", "not-a-therapist");
    }

    /// <summary>Writes a session whose time has been taken.</summary>
    public Task Insert(SessionSlot slot, NewSession body, Guid? seriesId, CancellationToken cancellationToken) => db.Execute(
        InsertSql,
        new
        {
            slot.Id,
            Seq = ids.NextSequence(),
            scope.Case.CoupleId,
            slot.TherapistId,
            slot.StartsAt,
            slot.EndsAt,
            slot.Minutes,
            body.Kind,
            body.Place,
            slot.PartnerId,
            BookedBy = scope.Caller.AccountId,
            BookedAt = clock.GetUtcNow(),
            SeriesId = seriesId,
            slot.OutsideHours,
        },
        cancellationToken);

    /// <summary>Moves a session to a time that has been taken; it keeps its identity.</summary>
    internal Task Move(SessionRow row, SessionSlot slot, SessionPlace place, CancellationToken cancellationToken) => db.Execute(
        MoveSql,
        new { row.Id, slot.StartsAt, slot.EndsAt, slot.Minutes, Place = place, ChangedAt = clock.GetUtcNow(), slot.OutsideHours, row.Version },
        cancellationToken).OrStale();

    private static InlineValidator<NewSession> MakeRules()
    {
        var rules = new InlineValidator<NewSession>();
        rules.RuleFor(x => x.Minutes).GreaterThanOrEqualTo(SessionTimes.ShortestMinutes).WithErrorCode("session-too-short");
        rules.RuleFor(x => x.Minutes).LessThanOrEqualTo(SessionTimes.LongestMinutes).WithErrorCode("session-too-long");
        rules.RuleFor(x => x.Kind).IsInEnum();
        rules.RuleFor(x => x.Place).IsInEnum();
        rules.RuleFor(x => x.PartnerId).NotNull().When(x => x.Kind == SessionKind.Individual)
            .WithMessage("An individual session names its partner.");
        rules.RuleFor(x => x.PartnerId).Null().When(x => x.Kind == SessionKind.Conjoint)
            .WithMessage("A conjoint session names no single partner.");
        return rules;
    }
}
