using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>What the therapist makes of what was logged. All entries so far then count as reviewed, until one is amended.</summary>
/// <param name="PartnerId">Whose entries it is about, who then alone reads the comment; unless told, all of whom the exercise is expected.</param>
/// <param name="Comment">For the partner to read, at most 4000 characters.</param>
/// <param name="Ratings">How well it was done, at most 200. Clinicians alone read them.</param>
public sealed record NewReview(Guid? PartnerId = null, string? Comment = null, IReadOnlyList<QualityRating>? Ratings = null);

/// <param name="LogId">The entry.</param>
/// <param name="Quality">How well it was done, 0 to 10, whatever its quantity.</param>
public sealed record QualityRating(Guid LogId, int Quality);

[Access(Roles.Clinicians)]
public sealed record ReviewHomeworkCommand(Guid AssignmentId, NewReview Body) : ICommand<HomeworkReview>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ReviewHomeworkValidator : AbstractValidator<ReviewHomeworkCommand>
{
    public ReviewHomeworkValidator()
    {
        RuleFor(x => x.Body.Comment).Prose(HomeworkLimits.ReviewComment);
        RuleFor(x => x.Body.Comment).NotNull().When(x => x.Body.Ratings is not { Count: > 0 }).WithMessage("Give a comment, ratings, or both.");
        RuleFor(x => x.Body.Ratings).Must(ratings => ratings!.Count <= HomeworkLimits.ReviewRatings && ratings.DistinctBy(rating => rating?.LogId).Count() == ratings.Count)
            .When(x => x.Body.Ratings is not null).WithMessage($"Rate at most {HomeworkLimits.ReviewRatings} entries, each once.");
        RuleForEach(x => x.Body.Ratings).NotNull().ChildRules(rating => rating.RuleFor(x => x.Quality).InclusiveBetween(0, HomeworkLimits.RatingMaximum));
    }
}

public sealed class ReviewHomeworkHandler(
    IDb db, IIds ids, Assignments assignments, HomeworkReviews reviews, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<ReviewHomeworkCommand, HomeworkReview>
{
    private const string LogsSql = """
        SELECT l.Id, l.ClientId, l.Version FROM AssignmentLogs l WHERE l.PracticeId = @PracticeId AND l.AssignmentId = @AssignmentId
        """;

    private const string InsertSql = """
        INSERT INTO AssignmentReviews (Id, PracticeId, Seq, CoupleId, AssignmentId, ClientId, Comment, Ratings, ReviewedBy, ReviewedAt)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @AssignmentId, @ClientId, @Comment, @Ratings, @ReviewedBy, @ReviewedAt)
        """;

    private const string RateSql = "UPDATE AssignmentLogs SET Quality = @Quality WHERE PracticeId = @PracticeId AND Id IN @Ids";

    private const string MarkSql = """
        UPDATE AssignmentLogs SET ReviewedVersion = Version
        WHERE PracticeId = @PracticeId AND AssignmentId = @AssignmentId AND (@ClientId IS NULL OR ClientId = @ClientId)
        """;

    public async Task<HomeworkReview> Handle(ReviewHomeworkCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (body, file) = (request.Body, scope.Case);
        file.RequireOpen();
        if (body.PartnerId is { } named)
            file.RequirePartner(named, "partnerId");
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        if (body.PartnerId is { } partner && !row.Expected(file).Contains(partner))
            throw Refused.Invalid("partnerId", "The assignment is the other partner's.", "not-expected");
        var logs = (await db.Query<LogHead>(LogsSql, new { request.AssignmentId }, cancellationToken))
            .Where(log => body.PartnerId is null || log.ClientId == body.PartnerId).ToDictionary(log => log.Id);
        var ratings = body.Ratings ?? [];
        foreach (var (index, rating) in ratings.Index())
        {
            if (!logs.ContainsKey(rating.LogId))
                throw Refused.Invalid($"ratings[{index}].logId", "Name an entry of this assignment, and of that partner where one is named.", "not-an-entry");
        }

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                request.AssignmentId,
                ClientId = body.PartnerId,
                Comment = protector.Seal(HomeworkTexts.Review, body.Comment),
                Ratings = JsonSerializer.Serialize(ratings.Select(rating => new ReviewedQuality(rating.LogId, logs[rating.LogId].Version, rating.Quality))),
                ReviewedBy = scope.Caller.AccountId,
                ReviewedAt = days.Now,
            },
            cancellationToken);
        // Eleven at most, however many are rated.
        foreach (var alike in ratings.GroupBy(rating => rating.Quality, rating => rating.LogId))
            await db.Execute(RateSql, new { Quality = alike.Key, Ids = alike.ToList() }, cancellationToken);
        await db.Execute(MarkSql, new { request.AssignmentId, ClientId = body.PartnerId }, cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = body.PartnerId;
        await outbox.Raise("homework.reviewed", id, cancellationToken);
        return await reviews.Find(id, cancellationToken);
    }
}
