using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>A form that one's own entry has or had.</summary>
/// <param name="Version">Which form, from 1; the last stands.</param>
/// <param name="Day">When it was said to be done or skipped.</param>
/// <param name="Outcome">What was said to have become of it.</param>
/// <param name="Share">Who might read the answers.</param>
/// <param name="Helpful">How helpful it was, 0 to 10.</param>
/// <param name="Difficulty">How hard it was, 0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words.</param>
/// <param name="InSession">The therapist entered it with the reader in session; else the reader did.</param>
/// <param name="EnteredAt">When this form was entered, and the one before it ended.</param>
public sealed record OwnLogForm(
    int Version, DateOnly Day, LogOutcome Outcome, LogShare Share, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, bool InSession, DateTimeOffset EnteredAt);

/// <summary>Every form that the caller's own entry had, oldest first; of the other's, nobody here learns that it was amended.</summary>
[Access(Roles.Partner)]
public sealed record GetOwnLogHistoryQuery(Guid AssignmentId, Guid LogId, PageRequest Page) : IQuery<Page<OwnLogForm>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class GetOwnLogHistoryHandler(PortalLogs logs, LogHistory history, RequestScope scope) : IRequestHandler<GetOwnLogHistoryQuery, Page<OwnLogForm>>
{
    public async Task<Page<OwnLogForm>> Handle(GetOwnLogHistoryQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.LogId;
        var log = await logs.Own(request.AssignmentId, request.LogId, cancellationToken);
        scope.SubjectId = log.ClientId;
        return (await history.Of("own-log-history", log.Id, request.Page, cancellationToken)).Map(form => new OwnLogForm(
            form.Version, form.Day, form.Outcome, form.Share, form.Helpful, form.Difficulty, form.Answers, form.Barrier, form.BarrierCode,
            form.EnteredBy is not null, form.EnteredAt));
    }
}
