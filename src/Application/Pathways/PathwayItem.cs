using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Toolkit;
using FluentValidation;

namespace CounselDesk.Application.Pathways;

/// <summary>Exercises in a sensible clinical order: one of the catalogue's, or the practice's own.</summary>
/// <param name="Key">Stable kebab-case name, by which it is started.</param>
/// <param name="Title">One line.</param>
/// <param name="Purpose">What it leads to, to the therapist.</param>
/// <param name="Steps">In order.</param>
/// <param name="IsOwn">The practice wrote it; only such can be changed.</param>
/// <param name="ArchivedAt">Since when it can no longer be started; null while it can.</param>
/// <param name="Version">Rises with each change. Also the start of the <c>ETag</c>.</param>
public sealed record PathwayItem(
    string Key, string Title, string Purpose, IReadOnlyList<PathwayStep> Steps, bool IsOwn, DateTimeOffset? ArchivedAt, int Version) : IVersioned
{
    internal static PathwayItem Of(Pathway pathway) => new(pathway.Key, pathway.Title, pathway.Purpose, pathway.Steps, IsOwn: false, null, pathway.Version);
}

/// <summary>What a practice writes of a pathway of its own. Those that run already stay as they were.</summary>
/// <param name="Title">At most 120 characters.</param>
/// <param name="Purpose">What it leads to, to the therapist; at most 600 characters.</param>
/// <param name="Steps">1 to 12, in order; each exercise once.</param>
public sealed record PathwayText(string Title, string Purpose, IReadOnlyList<PathwayStepText> Steps);

/// <param name="ExerciseKey">The exercise.</param>
/// <param name="Opens">When the step opens.</param>
/// <param name="Note">To the therapist, at most 600 characters on one line.</param>
/// <param name="AfterDays">1 to 730 days, for <c>after-days</c> (from the pathway's start), <c>after-delay</c> and <c>at-interval</c> (from the step before), and for no other.</param>
public sealed record PathwayStepText(string ExerciseKey, StepOpening Opens, string Note, int? AfterDays = null);

public sealed class PathwayTextValidator : AbstractValidator<PathwayText>
{
    public PathwayTextValidator()
    {
        RuleFor(x => x.Title).NotNull().Line(Exercise.MaxTitleLength);
        RuleFor(x => x.Purpose).NotNull().Prose(Exercise.MaxPurposeLength);
        RuleFor(x => x.Steps).Must(steps => steps?.Count is >= PathwayLimits.MinSteps and <= PathwayLimits.MaxSteps)
            .WithMessage($"Give {PathwayLimits.MinSteps} to {PathwayLimits.MaxSteps} steps.");
        RuleFor(x => x.Steps).Must(steps => steps is null || steps.Any(step => step is null) || steps.Select(step => step.ExerciseKey).Distinct(StringComparer.Ordinal).Count() == steps.Count)
            .WithMessage("Give each exercise once.");
        RuleFor(x => x.Steps).Must(steps => steps is not [{ } first, ..] || !first.Opens.NeedsPrevious())
            .WithMessage("The first step has none before it to wait for.");
        RuleForEach(x => x.Steps).NotNull().ChildRules(step =>
        {
            step.RuleFor(x => x.ExerciseKey).NotNull().Line(Exercise.MaxKeyLength);
            step.RuleFor(x => x.Opens).IsInEnum();
            step.RuleFor(x => x.AfterDays).NotNull().InclusiveBetween(1, Pathway.MaxAfterDays).When(x => x.Opens.TakesDays());
            step.RuleFor(x => x.AfterDays).Null().When(x => !x.Opens.TakesDays()).WithMessage("Only for after-days, after-delay and at-interval.");
            step.RuleFor(x => x.Note).NotNull().Line(PathwayLimits.Note);
        });
    }
}

/// <summary>Finds pathways by their key: the catalogue's, and the caller's practice's own.</summary>
public sealed class PathwayBook(IDb db, IToolkit toolkit, PracticeToolkit exercises)
{
    private const string SelectSql = """
        SELECT p.Id, p.PathwayKey, p.Title, p.Purpose, p.Steps, p.ArchivedAt, p.Version
        FROM OwnPathways p
        WHERE p.PracticeId = @PracticeId
        """;

    private const string FindSql = SelectSql + " AND p.PathwayKey = @PathwayKey";

    private const string AllOwnSql = SelectSql + " ORDER BY p.Seq";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The catalogue's in its order, then the practice's own, oldest first; archived ones are left out.</summary>
    public async Task<IReadOnlyList<PathwayItem>> All(CancellationToken cancellationToken) =>
    [
        .. toolkit.Catalogue.Pathways.Select(PathwayItem.Of),
        .. (await db.Query<OwnPathwayRow>(AllOwnSql, null, cancellationToken)).Where(row => row.ArchivedAt is null).Select(row => row.ToItem(Json)),
    ];

    public async Task<PathwayItem?> Find(string key, CancellationToken cancellationToken) =>
        toolkit.Catalogue.Pathway(key) is { } builtIn ? PathwayItem.Of(builtIn) : (await Own(key, cancellationToken))?.ToItem(Json);

    internal Task<OwnPathwayRow?> Own(string key, CancellationToken cancellationToken) =>
        db.Find<OwnPathwayRow>(FindSql, new { PathwayKey = key }, cancellationToken);

    /// <summary>One of the practice's own, to be changed; the catalogue's are the same for everyone.</summary>
    internal async Task<OwnPathwayRow> OwnToChange(string key, CancellationToken cancellationToken)
    {
        if (toolkit.Catalogue.Pathway(key) is not null)
            throw Refused.Conflict("built-in", "The catalogue's pathways cannot be changed: write one of your own.");
        return await Own(key, cancellationToken).OrNotFound("pathway");
    }

    /// <summary>The steps as they are stored.</summary>
    internal async Task<string> TextOf(PathwayText body, CancellationToken cancellationToken)
    {
        var catalogue = await exercises.Catalogue(cancellationToken);
        foreach (var (index, step) in body.Steps.Index())
        {
            if (catalogue.Exercise(step.ExerciseKey) is null)
                throw Refused.Invalid($"steps[{index}].exerciseKey", "Name an exercise of the catalogue.", "unknown-exercise");
        }

        return JsonSerializer.Serialize(body.Steps.Select(step => new PathwayStep(step.ExerciseKey, step.Opens, step.AfterDays, step.Note)), Json);
    }
}

internal sealed record OwnPathwayRow
{
    public Guid Id { get; init; }

    public string PathwayKey { get; init; } = "";

    public string Title { get; init; } = "";

    public string Purpose { get; init; } = "";

    public string Steps { get; init; } = "";

    public DateTimeOffset? ArchivedAt { get; init; }

    public int Version { get; init; }

    public PathwayItem ToItem(JsonSerializerOptions json) =>
        new(PathwayKey, Title, Purpose, JsonSerializer.Deserialize<IReadOnlyList<PathwayStep>>(Steps, json)!, IsOwn: true, ArchivedAt, Version);
}
