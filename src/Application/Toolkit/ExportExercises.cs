using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>The practice's own exercises, as an import takes them.</summary>
/// <param name="Exercises">Oldest first, without the archived ones.</param>
public sealed record ExerciseExport(IReadOnlyList<OwnExerciseText> Exercises);

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ExportExercisesQuery : IQuery<ExerciseExport>;

public sealed class ExportExercisesHandler(PracticeToolkit toolkit) : IRequestHandler<ExportExercisesQuery, ExerciseExport>
{
    public async Task<ExerciseExport> Handle(ExportExercisesQuery request, CancellationToken cancellationToken) =>
        new([.. (await toolkit.Own(isArchived: false, cancellationToken)).Select(row => OwnExerciseText.Of(row.Exercise()))]);
}

/// <summary>The same as a sheet; all a practice can have is a few megabytes.</summary>
[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ExportExerciseSheetQuery : IQuery<string>;

public sealed class ExportExerciseSheetHandler(PracticeToolkit toolkit, ICsv csv) : IRequestHandler<ExportExerciseSheetQuery, string>
{
    public async Task<string> Handle(ExportExerciseSheetQuery request, CancellationToken cancellationToken) => csv.Write(
        ExerciseSheet.Columns, (await toolkit.Own(isArchived: false, cancellationToken)).Select(row => ExerciseSheet.Row(OwnExerciseText.Of(row.Exercise()))));
}
