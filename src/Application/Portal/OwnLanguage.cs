using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <param name="Language">BCP 47, such as <c>es</c>; null reads exercises as they were written.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record OwnLanguage(string? Language, int Version) : IVersioned;

/// <param name="Language">BCP 47, such as <c>es</c>; null reads exercises as they were written.</param>
public sealed record LanguageChoice(string? Language);

[Access(Roles.Partner)]
public sealed record GetOwnLanguageQuery : IQuery<OwnLanguage>;

public sealed class GetOwnLanguageHandler(ClientRecords clients, PortalCases cases, RequestScope scope) : IRequestHandler<GetOwnLanguageQuery, OwnLanguage>
{
    public async Task<OwnLanguage> Handle(GetOwnLanguageQuery request, CancellationToken cancellationToken)
    {
        scope.SubjectId = cases.ClientId;
        var row = await clients.Row(cases.ClientId, cancellationToken);
        return new OwnLanguage(row.Language, row.Version);
    }
}

/// <summary>In which language the caller reads exercises, where the practice gives them in it.</summary>
[Access(Roles.Partner)]
public sealed record ChooseLanguageCommand(int? Version, LanguageChoice Body) : ICommand<OwnLanguage>, IVersionedCommand;

public sealed class ChooseLanguageValidator : AbstractValidator<ChooseLanguageCommand>
{
    public ChooseLanguageValidator() => RuleFor(x => x.Body.Language).Language();
}

public sealed class ChooseLanguageHandler(IDb db, ClientRecords clients, PortalCases cases, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ChooseLanguageCommand, OwnLanguage>
{
    private const string ChooseSql = """
        UPDATE Clients SET Language = @Language, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<OwnLanguage> Handle(ChooseLanguageCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = cases.ClientId;
        var row = await clients.Row(cases.ClientId, cancellationToken);
        request.RequireCurrent(row.Version);
        await db.Execute(ChooseSql, new { request.Body.Language, row.Id, row.Version }, cancellationToken).OrStale();
        await outbox.Raise("client.updated", row.Id, cancellationToken);
        row = await clients.Row(cases.ClientId, cancellationToken);
        return new OwnLanguage(row.Language, row.Version);
    }
}

/// <summary>In which languages the caller wants to read: those that the request asks for, then the one that is kept of them.</summary>
public sealed class ReadingLanguages(IDb db, PortalCases cases, RequestScope scope)
{
    private const string OwnSql = "SELECT c.Language FROM Clients c WHERE c.Id = @ClientId AND c.PracticeId = @PracticeId";

    /// <summary>The best first, each with the wider ones that would do as well.</summary>
    public async Task<IReadOnlyList<string>> Of(CancellationToken cancellationToken)
    {
        var own = await db.Find<string?>(OwnSql, new { cases.ClientId }, cancellationToken);
        return [.. (own is null ? scope.AcceptLanguages : [.. scope.AcceptLanguages, own]).SelectMany(LanguageTag.Widening).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Tells the answer's header what it is in.</summary>
    internal void Tell(IEnumerable<string?> languages) =>
        scope.ContentLanguages = [.. languages.OfType<string>().Distinct(StringComparer.Ordinal)];
}
