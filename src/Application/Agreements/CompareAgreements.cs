using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Agreements;

public enum RowChangeKind
{
    Unchanged,

    /// <summary>The same need, with another action or frequency.</summary>
    Changed,

    Added,

    Removed,
}

/// <param name="Kind">What became of it.</param>
/// <param name="Before">The row in the earlier version; null where it was added.</param>
/// <param name="After">The row in the later version; null where it was removed.</param>
public sealed record RowChange(RowChangeKind Kind, AgreementRow? Before, AgreementRow? After);

/// <summary>What changed between two versions of the agreement, row by row.</summary>
/// <param name="From">The earlier version.</param>
/// <param name="To">The later version.</param>
/// <param name="ReviewOnBefore">The earlier version's day of review.</param>
/// <param name="ReviewOnAfter">The later version's.</param>
/// <param name="Rows">The later version's rows in their order, then those that were removed.</param>
public sealed record AgreementChanges(int From, int To, DateOnly ReviewOnBefore, DateOnly ReviewOnAfter, IReadOnlyList<RowChange> Rows);

/// <param name="CoupleId">The case.</param>
/// <param name="From">The earlier version; the one before <paramref name="To"/> unless told.</param>
/// <param name="To">The later one; the newest unless told.</param>
[Access(Roles.Clinicians)]
public sealed record CompareAgreementsQuery(Guid CoupleId, int? From = null, int? To = null) : IQuery<AgreementChanges>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class CompareAgreementsValidator : AbstractValidator<CompareAgreementsQuery>
{
    public CompareAgreementsValidator()
    {
        RuleFor(x => x.From).GreaterThanOrEqualTo(1);
        RuleFor(x => x.To).GreaterThanOrEqualTo(1);
    }
}

public sealed class CompareAgreementsHandler(AgreementVersions versions, RequestScope scope) : IRequestHandler<CompareAgreementsQuery, AgreementChanges>
{
    public async Task<AgreementChanges> Handle(CompareAgreementsQuery request, CancellationToken cancellationToken)
    {
        var all = await versions.All(scope.Case, cancellationToken);
        AgreementVersion Find(int number) => all.FirstOrDefault(version => version.Version == number) ?? throw Refused.NotFound("version of the agreement");
        var after = Find(request.To ?? (all is [var newest, ..] ? newest.Version : 1));
        var before = Find(request.From ?? after.Version - 1);
        if (before.Version >= after.Version)
            throw Refused.Invalid("from", "Must be an earlier version than the one that it is compared with.");
        return new AgreementChanges(before.Version, after.Version, before.ReviewOn, after.ReviewOn, Compare(before.Rows, after.Rows));
    }

    // What is the same pairs first, then the same action, then the same need: a row pairs with the one that is nearest to it.
    internal static IReadOnlyList<RowChange> Compare(IReadOnlyList<AgreementRow> before, IReadOnlyList<AgreementRow> after)
    {
        var left = before.ToList();
        var pairs = new AgreementRow?[after.Count];
        foreach (var isPair in (Func<AgreementRow, AgreementRow, bool>[])
        [
            (old, now) => old == now,
            (old, now) => Same(old.Need, now.Need) && Same(old.Action, now.Action),
            (old, now) => Same(old.Need, now.Need),
        ])
        {
            for (var i = 0; i < after.Count; i++)
            {
                if (pairs[i] is null && left.Find(old => isPair(old, after[i])) is { } pair)
                {
                    pairs[i] = pair;
                    left.Remove(pair);
                }
            }
        }

        return
        [
            .. after.Select((now, i) => new RowChange(pairs[i] is not { } old ? RowChangeKind.Added : old == now ? RowChangeKind.Unchanged : RowChangeKind.Changed, pairs[i], now)),
            .. left.Select(old => new RowChange(RowChangeKind.Removed, old, null)),
        ];
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
