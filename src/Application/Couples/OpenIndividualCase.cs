using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <param name="TherapistId">Whose case it is to be; the caller's own unless told.</param>
public sealed record NewIndividualCase(Guid? TherapistId = null);

/// <summary>A client seen alone is a case of its own, beside any couple's.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record OpenIndividualCaseCommand(Guid ClientId, NewIndividualCase Body) : ICommand<Couple>;

public sealed class OpenIndividualCaseHandler(IDb db, IIds ids, NewCases cases, Clients.ClientRecords clients, Couples couples, RequestScope scope)
    : IRequestHandler<OpenIndividualCaseCommand, Couple>
{
    private const string OpenAloneSql = """
        SELECT COUNT(*) AS Cases FROM Couples c
        WHERE c.PracticeId = @PracticeId AND c.PartnerAId = @ClientId AND c.Kind = 'Individual' AND c.Status <> 'Closed'
        """;

    public async Task<Couple> Handle(OpenIndividualCaseCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        scope.SubjectId = request.ClientId;
        await clients.Lock(request.ClientId, cancellationToken);
        var client = await clients.Find(request.ClientId, cancellationToken);
        if (client.ArchivedAt is not null)
            throw Refused.Conflict("client-archived", "The client is archived.");
        if (await db.Find<long>(OpenAloneSql, new { request.ClientId }, cancellationToken) > 0)
            throw Refused.Conflict("has-individual-case", "The client has an individual case that is not closed.");

        await cases.Open(
            new NewCase(id, CaseKind.Individual, client.Id, null, await cases.Therapist(request.Body.TherapistId, cancellationToken)), cancellationToken);
        scope.ResourceId = id;
        return await couples.Find(id, cancellationToken);
    }
}
