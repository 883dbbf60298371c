using System.Text.Json;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Homework;

/// <summary>What a clinician said of what was logged. It stays as it is; a later one takes its place.</summary>
/// <param name="Id">The review.</param>
/// <param name="PartnerId">Whose entries it is about; null is all of whom the exercise is expected.</param>
/// <param name="Comment">What those partners read.</param>
/// <param name="Ratings">How well entries were done, in the form that they had then. For clinicians.</param>
/// <param name="ReviewedById">Who.</param>
/// <param name="ReviewedByName">That person's name.</param>
/// <param name="ReviewedAt">When.</param>
public sealed record HomeworkReview(
    Guid Id, Guid? PartnerId, string? Comment, IReadOnlyList<ReviewedQuality> Ratings, Guid ReviewedById, string ReviewedByName, DateTimeOffset ReviewedAt);

/// <param name="LogId">The entry.</param>
/// <param name="LogVersion">The form that was rated.</param>
/// <param name="Quality">How well it was done, 0 to 10.</param>
public sealed record ReviewedQuality(Guid LogId, int LogVersion, int Quality);

/// <summary>Reads reviews, for the use cases that answer with them.</summary>
public sealed class HomeworkReviews(IDb db, ITextProtector protector)
{
    private const string FindSql = ReviewRow.SelectSql + " AND r.Id = @Id";

    internal async Task<HomeworkReview> Find(Guid id, CancellationToken cancellationToken) =>
        Open(await db.Find<ReviewRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("review"));

    internal HomeworkReview Open(ReviewRow row) => new(
        row.Id, row.ClientId, protector.Open(HomeworkTexts.Review, row.Comment), JsonSerializer.Deserialize<List<ReviewedQuality>>(row.Ratings)!,
        row.ReviewedBy, row.ReviewedByName, row.ReviewedAt);
}

/// <summary>A review as the database gives it.</summary>
internal sealed record ReviewRow
{
    public const string SelectSql = """
        SELECT r.Id, r.Seq, r.ClientId, r.Comment, r.Ratings, r.ReviewedBy, t.DisplayName AS ReviewedByName, r.ReviewedAt
        FROM AssignmentReviews r
        JOIN Accounts t ON t.Id = r.ReviewedBy AND t.PracticeId = r.PracticeId
        WHERE r.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid? ClientId { get; init; }

    public string? Comment { get; init; }

    public string Ratings { get; init; } = "";

    public Guid ReviewedBy { get; init; }

    public string ReviewedByName { get; init; } = "";

    public DateTimeOffset ReviewedAt { get; init; }
}
