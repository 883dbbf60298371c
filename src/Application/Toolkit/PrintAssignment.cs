using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>The exercise as it was given; no cautions, warnings or overrides.</summary>
/// <param name="AssignmentId">The assignment.</param>
/// <param name="Form">How it is to look.</param>
/// <param name="Names">Whether the first names of those it is for stand on it.</param>
/// <param name="Language">In the practice's translation into this language; as it was given unless told.</param>
[Access(Roles.Clinicians)]
public sealed record PrintAssignmentQuery(Guid AssignmentId, HandoutForm Form, bool Names, string? Language = null) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class PrintAssignmentHandler(IDb db, Assignments assignments, AssignmentHandouts handouts, Translations translations, IMarkdown markdown, RequestScope scope)
    : IRequestHandler<PrintAssignmentQuery, string>
{
    private const string NamesSql = "SELECT c.Id, c.FirstName FROM Clients c WHERE c.PracticeId = @PracticeId AND c.Id IN @Ids";

    public async Task<string> Handle(PrintAssignmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        var row = await assignments.Row(request.AssignmentId, cancellationToken);
        return new HandoutPage(markdown).Write(
            await translations.In(row.Exercise() with { Key = row.ExerciseKey }, request.Language, cancellationToken), request.Form, await handouts.Of(row, request.Names ? await Names(row, cancellationToken) : [], cancellationToken), request.Language);
    }

    private async Task<IReadOnlyList<string>> Names(AssignmentRow row, CancellationToken cancellationToken)
    {
        var expected = row.Expected(scope.Case);
        var names = await db.Query<NameRow>(NamesSql, new { Ids = expected }, cancellationToken);
        return [.. expected.Select(id => names.First(name => name.Id == id).FirstName)];
    }

    private sealed record NameRow
    {
        public Guid Id { get; init; }

        public string FirstName { get; init; } = "";
    }
}

/// <summary>What a handout says of an assignment: nothing that a partner could not read of it in the portal.</summary>
public sealed class AssignmentHandouts(Schedules schedules, ITextProtector protector, PracticeDays days)
{
    internal async Task<HandoutTask> Of(AssignmentRow row, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var schedule = await schedules.Of(row, cancellationToken);
        return new HandoutTask(
            row.ForWhom, row.StartOn, row.DueOn, schedule.CadenceOn(days.Today), protector.Open(HomeworkTexts.Instructions, row.Instructions), names);
    }
}
