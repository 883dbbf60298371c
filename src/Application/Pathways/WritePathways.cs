using System.Text.RegularExpressions;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Pathways;

/// <param name="Key">Kebab-case, at most 60 characters; never used before by the catalogue or the practice.</param>
/// <param name="Title">At most 120 characters.</param>
/// <param name="Purpose">What it leads to, to the therapist; at most 600 characters.</param>
/// <param name="Steps">1 to 12, in order; each exercise once.</param>
public sealed record NewPathway(string Key, string Title, string Purpose, IReadOnlyList<PathwayStepText> Steps)
{
    internal PathwayText Text => new(Title, Purpose, Steps);
}

[Access(Roles.Clinicians | Roles.Admin)]
public sealed record CreatePathwayCommand(NewPathway Body) : ICommand<PathwayItem>;

public sealed partial class CreatePathwayValidator : AbstractValidator<CreatePathwayCommand>
{
    public CreatePathwayValidator()
    {
        RuleFor(x => x.Body.Key).NotNull().Line(Exercise.MaxKeyLength);
        RuleFor(x => x.Body.Key).Must(key => key is null || Kebab().IsMatch(key)).WithMessage("Give lower-case words, parted by single hyphens.");
        RuleFor(x => x.Body.Text).SetValidator(new PathwayTextValidator()).OverridePropertyName("");
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", RegexOptions.None, 1000)]
    private static partial Regex Kebab();
}

public sealed class CreatePathwayHandler(IDb db, IIds ids, PathwayBook book, RequestScope scope, IOutbox outbox) : IRequestHandler<CreatePathwayCommand, PathwayItem>
{
    private const string CountSql = "SELECT COUNT(*) AS Found FROM OwnPathways p WHERE p.PracticeId = @PracticeId";

    private const string InsertSql = """
        INSERT INTO OwnPathways (Id, PracticeId, Seq, PathwayKey, Title, Purpose, Steps, ArchivedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @PathwayKey, @Title, @Purpose, @Steps, NULL, 1)
        """;

    public async Task<PathwayItem> Handle(CreatePathwayCommand request, CancellationToken cancellationToken)
    {
        var (id, body) = (ids.New(), request.Body);
        scope.ResourceId = id;
        await db.Lock($"pathways:{scope.Caller.PracticeId}", cancellationToken);
        if (await book.Find(body.Key, cancellationToken) is not null)
            throw Refused.Conflict("key-taken", "A pathway has this key, or had it before it was archived.");
        if (await db.Find<int>(CountSql, null, cancellationToken) >= PathwayLimits.MostOwn)
            throw Refused.Conflict("too-many-pathways", $"A practice has at most {PathwayLimits.MostOwn} pathways of its own.");
        await db.Execute(
            InsertSql,
            new { Id = id, Seq = ids.NextSequence(), PathwayKey = body.Key, Title = body.Title.Trim(), body.Purpose, Steps = await book.TextOf(body.Text, cancellationToken) },
            cancellationToken);
        await outbox.Raise("pathway.written", id, cancellationToken);
        return (await book.Find(body.Key, cancellationToken))!;
    }
}

[Access(Roles.Clinicians | Roles.Admin)]
public sealed record ChangePathwayCommand(string Key, int? Version, PathwayText Body) : ICommand<PathwayItem>, IVersionedCommand;

public sealed class ChangePathwayValidator : AbstractValidator<ChangePathwayCommand>
{
    public ChangePathwayValidator() => RuleFor(x => x.Body).SetValidator(new PathwayTextValidator());
}

public sealed class ChangePathwayHandler(IDb db, PathwayBook book, RequestScope scope, IOutbox outbox) : IRequestHandler<ChangePathwayCommand, PathwayItem>
{
    private const string UpdateSql = """
        UPDATE OwnPathways SET Title = @Title, Purpose = @Purpose, Steps = @Steps, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<PathwayItem> Handle(ChangePathwayCommand request, CancellationToken cancellationToken)
    {
        var (row, body) = (await book.OwnToChange(request.Key, cancellationToken), request.Body);
        scope.ResourceId = row.Id;
        request.RequireCurrent(row.Version);
        if (row.ArchivedAt is not null)
            throw Refused.Conflict("pathway-archived", "The pathway is archived.");
        await db.Execute(
            UpdateSql, new { Title = body.Title.Trim(), body.Purpose, Steps = await book.TextOf(body, cancellationToken), row.Id, row.Version }, cancellationToken).OrStale();
        await outbox.Raise("pathway.written", row.Id, cancellationToken);
        return (await book.Find(request.Key, cancellationToken))!;
    }
}

[Access(Roles.Clinicians | Roles.Admin)]
public sealed record ArchivePathwayCommand(string Key, int? Version) : ICommand<PathwayItem>, IVersionedCommand;

public sealed class ArchivePathwayHandler(IDb db, PathwayBook book, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<ArchivePathwayCommand, PathwayItem>
{
    private const string ArchiveSql = """
        UPDATE OwnPathways SET ArchivedAt = @ArchivedAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<PathwayItem> Handle(ArchivePathwayCommand request, CancellationToken cancellationToken)
    {
        var row = await book.OwnToChange(request.Key, cancellationToken);
        scope.ResourceId = row.Id;
        request.RequireCurrent(row.Version);
        if (row.ArchivedAt is not null)
            throw Refused.Conflict("pathway-archived", "The pathway is archived already.");
        await db.Execute(ArchiveSql, new { ArchivedAt = clock.GetUtcNow(), row.Id, row.Version }, cancellationToken).OrStale();
        await outbox.Raise("pathway.archived", row.Id, cancellationToken);
        return (await book.Find(request.Key, cancellationToken))!;
    }
}

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record GetPathwayQuery(string Key) : IQuery<PathwayItem>;

public sealed class GetPathwayHandler(PathwayBook book) : IRequestHandler<GetPathwayQuery, PathwayItem>
{
    public async Task<PathwayItem> Handle(GetPathwayQuery request, CancellationToken cancellationToken) =>
        await book.Find(request.Key, cancellationToken).OrNotFound("pathway");
}
