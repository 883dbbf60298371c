using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>The toolkit as the caller's practice has it: the built-in exercises, and its own behind them.</summary>
public sealed class PracticeToolkit(IDb db, IToolkit toolkit, RequestScope scope)
{
    private const string CurrentSql = OwnExerciseRow.SelectSql + " AND e.ArchivedAt IS NULL ORDER BY e.Seq";

    private const string ArchivedSql = OwnExerciseRow.SelectSql + " AND e.ArchivedAt IS NOT NULL ORDER BY e.Seq";

    private const string FindSql = OwnExerciseRow.SelectSql + " AND e.ExerciseKey = @Key";

    private const string CountSql = "SELECT COUNT(*) AS Found FROM OwnExercises e WHERE e.PracticeId = @PracticeId";

    /// <summary>Built-in and own, without the archived ones.</summary>
    public async Task<ToolkitCatalogue> Catalogue(CancellationToken cancellationToken) =>
        toolkit.Catalogue.With([.. (await Own(isArchived: false, cancellationToken)).Select(row => row.Exercise())]);

    /// <summary>The exercise, archived or not.</summary>
    public async Task<CatalogueExercise> Find(string key, CancellationToken cancellationToken) => toolkit.Catalogue.Exercise(key) is { } builtIn
        ? CatalogueExercise.Of(builtIn)
        : (await Row(key, cancellationToken).OrNotFound("exercise")).Show();

    /// <summary>The exercise to be given, named by a field of the request.</summary>
    public async Task<Exercise> ToGive(string key, string field, CancellationToken cancellationToken)
    {
        if (toolkit.Catalogue.Exercise(key) is { } builtIn)
            return builtIn;
        var row = await Row(key, cancellationToken) ?? throw Refused.Invalid(field, "Name an exercise of the catalogue.", "unknown-exercise");
        return row.ArchivedAt is null ? row.Exercise() : throw Archived();
    }

    /// <summary>The exercise as it can be given today; null where there is none, or it is archived.</summary>
    public async Task<Exercise?> Current(string key, CancellationToken cancellationToken) =>
        toolkit.Catalogue.Exercise(key) ?? (await Row(key, cancellationToken) is { ArchivedAt: null } row ? row.Exercise() : null);

    internal static Refused Archived() => Refused.Conflict("exercise-archived", "The exercise is archived: restore it first.");

    internal Task<IReadOnlyList<OwnExerciseRow>> Own(bool isArchived, CancellationToken cancellationToken) =>
        db.Query<OwnExerciseRow>(isArchived ? ArchivedSql : CurrentSql, null, cancellationToken);

    /// <summary>A row that the caller may change: the author's own, or anybody's for those who may change all.</summary>
    internal async Task<OwnExerciseRow> ToChange(string key, Roles all, CancellationToken cancellationToken)
    {
        await HoldKeys(cancellationToken);
        if (toolkit.Catalogue.Exercise(key) is not null)
            throw Refused.Conflict("built-in-exercise", "A built-in exercise stays as it is: copy it, and change the copy.");
        var row = await Row(key, cancellationToken).OrNotFound("exercise");
        scope.ResourceId = row.Id;
        if (row.AuthorId != scope.Caller.AccountId && !scope.Caller.Has(all))
            throw Refused.Forbidden("not-your-exercise", "A colleague wrote this exercise. Copy it, and change the copy.");
        return row;
    }

    /// <summary>Refuses a key that is or was in use, and a practice that has its fill.</summary>
    internal async Task RequireFree(string key, CancellationToken cancellationToken)
    {
        await HoldKeys(cancellationToken);
        if (toolkit.Catalogue.Exercise(key) is not null || await Row(key, cancellationToken) is not null)
            throw Refused.Conflict("key-taken", "An exercise has or had this key: give another.");
        if (await Count(cancellationToken) >= OwnExerciseLimits.Most)
            throw TooMany();
    }

    internal static Refused TooMany() => Refused.Conflict("too-many-exercises", $"A practice has at most {OwnExerciseLimits.Most} exercises of its own.");

    internal Task<int> Count(CancellationToken cancellationToken) => db.Find<int>(CountSql, null, cancellationToken);

    /// <summary>Lets nobody else of the practice write an exercise until the command ends.</summary>
    internal Task HoldKeys(CancellationToken cancellationToken) => db.Lock($"own-exercises:{scope.Caller.PracticeId}", cancellationToken);

    // The database may take capitals for small letters; keys are exact.
    private async Task<OwnExerciseRow?> Row(string key, CancellationToken cancellationToken) => ExerciseFaults.IsKey(key)
        ? await db.Find<OwnExerciseRow>(FindSql, new { Key = key }, cancellationToken)
        : null;
}

/// <summary>An exercise of the practice's own, as the database keeps it.</summary>
internal sealed record OwnExerciseRow
{
    public const string SelectSql = """
        SELECT e.Id, e.Seq, e.ExerciseKey, e.ExerciseText, e.AuthorId, e.ArchivedAt, e.Version
        FROM OwnExercises e
        WHERE e.PracticeId = @PracticeId
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string ExerciseKey { get; init; } = "";

    public string ExerciseText { get; init; } = "";

    public Guid AuthorId { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    public int Version { get; init; }

    public static string TextOf(Exercise exercise) => JsonSerializer.Serialize(exercise, Json);

    // Archiving raises the version too, though not the text's.
    public Exercise Exercise() => JsonSerializer.Deserialize<Exercise>(ExerciseText, Json)! with { Version = Version };

    public CatalogueExercise Show() => CatalogueExercise.Of(Exercise(), ExerciseOrigin.Own, ArchivedAt);
}
