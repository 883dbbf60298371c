using CounselDesk.Application.Common;

namespace CounselDesk.Application.Calendars;

/// <summary>An address at which a therapist's own calendar can be read without signing in. The address itself is not shown again.</summary>
/// <param name="Id">The feed.</param>
/// <param name="Label">What its owner calls it, such as the device that reads it.</param>
/// <param name="CreatedAt">When its address was made.</param>
public sealed record CalendarFeed(Guid Id, string? Label, DateTimeOffset CreatedAt);

/// <summary>A feed as the database gives it, and the statements' common part.</summary>
internal sealed record CalendarFeedRow
{
    public const string SelectSql = """
        SELECT f.Id, f.Seq, f.Label, f.CreatedAt
        FROM CalendarFeeds f
        WHERE f.PracticeId = @PracticeId AND f.AccountId = @AccountId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string? Label { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public CalendarFeed ToFeed() => new(Id, Label, CreatedAt);
}
