using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Practices;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>Where to turn when someone is not safe, and when not to use an exercise.</summary>
/// <param name="Contacts">The practice's own, in its order.</param>
/// <param name="Cautions">When not to use an exercise, written for clinicians; empty for a partner.</param>
public sealed record ToolkitSafety(IReadOnlyList<SafetyContact> Contacts, IReadOnlyList<Caution> Cautions);

[Access(Roles.Staff | Roles.Partner)]
[NotAudited("The practice's safety contacts hold nothing of a case.")]
public sealed record GetToolkitSafetyQuery : IQuery<ToolkitSafety>;

public sealed class GetToolkitSafetyHandler(SafetyContacts contacts, IToolkit toolkit, RequestScope scope)
    : IRequestHandler<GetToolkitSafetyQuery, ToolkitSafety>
{
    public async Task<ToolkitSafety> Handle(GetToolkitSafetyQuery request, CancellationToken cancellationToken) => new(
        await contacts.OfPractice(cancellationToken),
        // The cautions say what a positive screening holds back: from them a partner could guess at the other's answers.
        scope.Caller.Has(Roles.Staff) ? toolkit.Catalogue.Vocabulary.Cautions : []);
}

/// <summary>The practice's own safety contacts.</summary>
public sealed class SafetyContacts(IDb db)
{
    private const string FindSql = "SELECT p.SafetyContacts FROM Practices p WHERE p.Id = @PracticeId";

    public async Task<IReadOnlyList<SafetyContact>> OfPractice(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<IReadOnlyList<SafetyContact>>(await db.Find<string>(FindSql, null, cancellationToken).OrNotFound("practice")) ?? [];
}
