using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <param name="Reason">What led to it, in 1 to 1000 characters. It stays in the joint record; kept encrypted.</param>
/// <param name="SeparatedOn">The day; not in the future.</param>
/// <param name="Continuing">The partners who go on alone: none, one or both.</param>
public sealed record Separation(string Reason, DateOnly SeparatedOn, IReadOnlyList<Guid> Continuing);

/// <summary>
/// Closes the couple's case and freezes the joint record. Each partner who goes on gets an individual case, which
/// takes over nothing from the joint record but whose it was.
/// </summary>
[Access(Roles.Clinicians, OwnCase = true)]
public sealed record SeparateCoupleCommand(Guid CoupleId, int? Version, Separation Body) : ICommand<SeparatedCouple>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

/// <param name="Couple">The couple's case, closed and frozen.</param>
/// <param name="IndividualCases">The new cases, active, in the order asked.</param>
public sealed record SeparatedCouple(Couple Couple, IReadOnlyList<Couple> IndividualCases) : IVersioned
{
    [JsonIgnore]
    public int Version => Couple.Version;
}

public sealed class SeparateCoupleValidator : AbstractValidator<SeparateCoupleCommand>
{
    public SeparateCoupleValidator()
    {
        RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
        RuleFor(x => x.Body.SeparatedOn).Must(day => day.Year >= 1900).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Body.Continuing).Must(clients => clients is null || clients.Distinct().Count() == clients.Count)
            .WithMessage("Give each partner once.");
    }
}

public sealed class SeparateCoupleHandler(
    IDb db, IIds ids, Couples couples, NewCases cases, StatusChanges changes, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<SeparateCoupleCommand, SeparatedCouple>
{
    // What was said about the couple belongs to both, so an individual case does not repeat it.
    private const string GoesOnAlone = "Goes on alone after the couple separated.";

    private const string FreezeSql = """
        UPDATE Couples SET Status = 'Closed', FrozenAt = @FrozenAt, SeparatedOn = @SeparatedOn, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND FrozenAt IS NULL
        """;

    public async Task<SeparatedCouple> Handle(SeparateCoupleCommand request, CancellationToken cancellationToken)
    {
        var (couple, body) = (await couples.Find(request.CoupleId, cancellationToken), request.Body);
        if (couple.Kind != CaseKind.Couple)
            throw Refused.Conflict("not-a-couple", "The case is of one client alone.");
        if (couple.FrozenAt is not null)
            throw Refused.Conflict("already-separated", "The couple has separated already.");
        request.RequireCurrent(couple.Version);
        if (body.SeparatedOn > days.Today)
            throw Refused.Invalid("separatedOn", "Must not be in the future.");
        foreach (var (index, clientId) in body.Continuing.Index())
            scope.Case.RequirePartner(clientId, $"continuing[{index}]");

        await db.Execute(FreezeSql, new { couple.Id, couple.Version, FrozenAt = days.Now, body.SeparatedOn }, cancellationToken).OrStale();
        scope.ResourceId = await changes.Enter(couple.Id, CoupleStatus.Closed, body.Reason, cancellationToken);
        await outbox.Raise("couple.separated", couple.Id, cancellationToken);
        var alone = new List<Couple>();
        foreach (var (index, clientId) in body.Continuing.Index())
            alone.Add(await GoOn(couple, clientId, $"continuing[{index}]", cancellationToken));
        return new SeparatedCouple(await couples.Find(couple.Id, cancellationToken), alone);
    }

    private async Task<Couple> GoOn(Couple couple, Guid clientId, string field, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await cases.Open(
            new NewCase(id, CaseKind.Individual, await cases.Client(clientId, field, cancellationToken), null, couple.TherapistId)
            {
                Status = CoupleStatus.Active,
                SeparatedFromId = couple.Id,
            },
            cancellationToken);
        await changes.Enter(id, CoupleStatus.Active, GoesOnAlone, cancellationToken);
        return await couples.Find(id, cancellationToken);
    }
}
