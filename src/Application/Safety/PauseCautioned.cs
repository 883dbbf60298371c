using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Safety;

/// <param name="Reason">Why, at most 1000 characters; for the case's clinicians alone, and kept encrypted.</param>
public sealed record CautionedPause(string Reason);

/// <param name="AssignmentIds">Those that were paused now, newest first; empty where none was running.</param>
public sealed record PausedAssignments(IReadOnlyList<Guid> AssignmentIds);

/// <summary>
/// It asks for no positive screening: a clinician may know before the screening does. So nothing that follows from it can
/// tell that there is one.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record PauseCautionedCommand(Guid CoupleId, CautionedPause Body) : ICommand<PausedAssignments>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class PauseCautionedValidator : AbstractValidator<PauseCautionedCommand>
{
    public PauseCautionedValidator() => RuleFor(x => x.Body.Reason).NotNull().Prose(Limits.Reason);
}

public sealed class PauseCautionedHandler(CautionedAssignments cautioned, AssignmentPauses pauses, RequestScope scope)
    : IRequestHandler<PauseCautionedCommand, PausedAssignments>
{
    public async Task<PausedAssignments> Handle(PauseCautionedCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        file.RequireOpen();
        // Entries and changes take the case's lock too, which the pipeline holds by now.
        var running = await cautioned.Running(file, cancellationToken);
        foreach (var id in running)
            await pauses.Begin(file, id, request.Body.Reason, cancellationToken);
        return new PausedAssignments(running);
    }
}

/// <summary>Joint assignments that a positive screening speaks against, as they stand today.</summary>
public sealed class CautionedAssignments(IDb db, PracticeDays days)
{
    private const string RunningSql = """
        SELECT a.Id, a.ExerciseText
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.ForWhom <> 'Partner'
          AND NOT EXISTS (SELECT 1 FROM AssignmentPauses p WHERE p.PracticeId = a.PracticeId AND p.AssignmentId = a.Id AND p.ResumedAt IS NULL)
          AND a.Status IN ('Assigned', 'InProgress') AND (a.DueOn IS NULL OR a.DueOn >= @Today)
        ORDER BY a.Seq DESC
        """;

    /// <summary>Newest first. The caution is read from the exercise as it was given.</summary>
    public async Task<IReadOnlyList<Guid>> Running(CaseFile file, CancellationToken cancellationToken) =>
    [
        .. (await db.Query<GivenRow>(RunningSql, new { file.CoupleId, days.Today }, cancellationToken))
            .Where(row => AssignmentRow.ExerciseOf(row.ExerciseText).HasCaution(CautionCodes.ViolenceOrCoercion))
            .Select(row => row.Id),
    ];

    private sealed record GivenRow
    {
        public Guid Id { get; init; }

        public string ExerciseText { get; init; } = "";
    }
}
