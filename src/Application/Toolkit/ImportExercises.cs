using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>Exercises from elsewhere: a list, or a sheet. One of the two.</summary>
/// <param name="Exercises">As an export gives them, at most 200.</param>
/// <param name="Csv">The text of a sheet as an export gives it, at most 200 rows below the header.</param>
public sealed record ExerciseImport(IReadOnlyList<OwnExerciseText>? Exercises = null, string? Csv = null);

/// <summary>What an import does, or would do.</summary>
/// <param name="Done">Whether it was done: not on a dry run.</param>
/// <param name="Created">Keys that the practice had not.</param>
/// <param name="Changed">Keys whose text becomes another.</param>
/// <param name="Unchanged">Keys whose text is the same already.</param>
/// <param name="Faults">Every broken rule by row and field; with any, nothing is done at all.</param>
public sealed record ImportReport(
    bool Done, IReadOnlyList<string> Created, IReadOnlyList<string> Changed, IReadOnlyList<string> Unchanged, IReadOnlyList<ImportFault> Faults);

/// <summary>All or nothing. For those who may change everybody's exercises.</summary>
[Access(Roles.Supervisor | Roles.Admin)]
public sealed record ImportExercisesCommand(ExerciseImport Body, bool DryRun) : ICommand<ImportReport>;

public sealed class ImportExercisesValidator : AbstractValidator<ImportExercisesCommand>
{
    public const int MostRows = 200;

    public ImportExercisesValidator() => RuleFor(x => x.Body).Custom((body, context) =>
    {
        if ((body.Exercises is null) == (body.Csv is null))
            context.AddFailure("exercises", "Give either exercises or csv.");
        if (body.Exercises?.Count > MostRows)
            context.AddFailure("exercises", $"At most {MostRows} at a time.");
    });
}

public sealed class ImportExercisesHandler(
    IIds ids, IToolkit builtIn, IMarkdown markdown, ICsv csv, PracticeToolkit toolkit, OwnExercises exercises)
    : IRequestHandler<ImportExercisesCommand, ImportReport>
{
    public async Task<ImportReport> Handle(ImportExercisesCommand request, CancellationToken cancellationToken)
    {
        await toolkit.HoldKeys(cancellationToken);
        var faults = new List<ImportFault>();
        var texts = request.Body.Exercises ?? Rows(request.Body.Csv!, faults);
        var own = (await toolkit.Own(isArchived: false, cancellationToken)).ToDictionary(row => row.ExerciseKey, StringComparer.Ordinal);
        var archived = (await toolkit.Own(isArchived: true, cancellationToken)).Select(row => row.ExerciseKey).ToHashSet(StringComparer.Ordinal);
        Check(texts, archived, faults);
        if (faults.Count > 0)
            return request.DryRun ? new ImportReport(false, [], [], [], faults) : throw Refused.Invalid(new ValidationResult(faults.Select(Failure)));

        var all = texts.Select(text => (Text: text, Key: text.KeyOrTitle(), Row: own.GetValueOrDefault(text.KeyOrTitle()))).ToList();
        var created = all.Where(one => one.Row is null).ToList();
        var changed = all.Where(one => one.Row is { } row && !IsSame(one.Text, row)).ToList();
        if (own.Count + archived.Count + created.Count > OwnExerciseLimits.Most)
            throw PracticeToolkit.TooMany();
        if (!request.DryRun)
        {
            foreach (var (text, key, _) in created)
                await exercises.Insert(ids.New(), text.Exercise(key, 1), cancellationToken);
            foreach (var (text, key, row) in changed)
                await exercises.Change(row!, text.Exercise(key, row!.Version + 1), cancellationToken);
        }

        return new ImportReport(
            !request.DryRun, [.. created.Select(one => one.Key)], [.. changed.Select(one => one.Key)],
            [.. all.Select(one => one.Key).Except(created.Concat(changed).Select(one => one.Key), StringComparer.Ordinal)], []);
    }

    private IReadOnlyList<OwnExerciseText> Rows(string text, List<ImportFault> faults)
    {
        var rows = csv.Read(text) ?? throw Refused.Invalid("csv", "Give a sheet with one header, every quote closed and no row longer than the header.", "no-sheet");
        if (rows.Count > ImportExercisesValidator.MostRows)
            throw Refused.Invalid("csv", $"At most {ImportExercisesValidator.MostRows} rows at a time.", "too-many-rows");
        return [.. rows.Index().Select(row => ExerciseSheet.Read(row.Item, row.Index, faults))];
    }

    private void Check(IReadOnlyList<OwnExerciseText> texts, HashSet<string> archived, List<ImportFault> faults)
    {
        var rules = new OwnExerciseTextValidator(builtIn, markdown);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, text) in texts.Index())
        {
            if (text is null)
            {
                faults.Add(new(row, "", "Must not be null."));
                continue;
            }

            var known = faults.Where(fault => fault.Row == row).Select(fault => fault.Field).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(rules.Validate(text).Errors.Where(fault => !known.Contains(fault.PropertyName)).Select(fault => new ImportFault(row, fault.PropertyName, fault.ErrorMessage)));
            if (!text.ConfirmsNeverMonitoring)
                faults.Add(new(row, "confirmsNeverMonitoring", "Confirm that it asks no partner to watch, test or search the other."));
            var key = text.KeyOrTitle();
            if (!keys.Add(key))
                faults.Add(new(row, "key", "Another row has this key."));
            if (builtIn.Catalogue.Exercise(key) is not null)
                faults.Add(new(row, "key", "A built-in exercise has this key: give another."));
            if (archived.Contains(key))
                faults.Add(new(row, "key", "The exercise of this key is archived: restore it first."));
        }
    }

    private static ValidationFailure Failure(ImportFault fault) =>
        new($"exercises[{fault.Row}]{(fault.Field.Length > 0 ? "." : "")}{fault.Field}", fault.Rule);

    private static bool IsSame(OwnExerciseText text, OwnExerciseRow row) =>
        string.Equals(OwnExerciseRow.TextOf(text.Exercise(row.ExerciseKey, 1)), OwnExerciseRow.TextOf(row.Exercise() with { Version = 1 }), StringComparison.Ordinal);
}
