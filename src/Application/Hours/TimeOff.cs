namespace CounselDesk.Application.Hours;

/// <summary>A time at which a member of staff is away. Why is not kept.</summary>
/// <param name="Id">The entry.</param>
/// <param name="StaffId">Who is away.</param>
/// <param name="StartsAt">From then on.</param>
/// <param name="EndsAt">Until then, not included.</param>
/// <param name="EnteredAt">When it was entered.</param>
public sealed record TimeOff(Guid Id, Guid StaffId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset EnteredAt);

/// <summary>An entry as the database gives it, and the statements' common part.</summary>
internal sealed record TimeOffRow
{
    public const string SelectSql = """
        SELECT o.Id, o.Seq, o.AccountId, o.StartsAt, o.EndsAt, o.EnteredAt
        FROM TimeOff o
        WHERE o.PracticeId = @PracticeId AND o.AccountId = @AccountId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid AccountId { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public TimeOff ToTimeOff() => new(Id, AccountId, StartsAt, EndsAt, EnteredAt);
}
