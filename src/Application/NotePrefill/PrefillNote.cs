using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.NotePrefill;

/// <summary>
/// What a note of a case could begin with: facts that the program knows, by rule. A joint one never tells what lies in a
/// partner's compartment, and a partner's tells that partner's only.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record PrefillNoteQuery(Guid CoupleId, Guid? SessionId, NoteFormat Format, string Scope) : IQuery<NotePrefill>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

/// <summary>Facts for a note that is still to be written. Nothing is kept.</summary>
/// <param name="Format">Which sections it has.</param>
/// <param name="Scope"><c>joint</c>, or the partner in whose compartment the note is to lie.</param>
/// <param name="SessionId">The session that it tells of; null where there is none.</param>
/// <param name="Sections">Plain sentences by section name, in the format's order; a section of which nothing is known is empty.</param>
public sealed record NotePrefill(NoteFormat Format, string Scope, Guid? SessionId, IReadOnlyDictionary<string, string> Sections);

public sealed class PrefillNoteValidator : AbstractValidator<PrefillNoteQuery>
{
    public PrefillNoteValidator()
    {
        RuleFor(x => x.Format).IsInEnum();
        RuleFor(x => x.Scope).Must(scope => NoteScope.TryParse(scope, out _)).WithMessage("Give joint, or a partner's id.");
    }
}

public sealed class PrefillNoteHandler(IDb db, Couples.Couples couples, ResponseSeries series, RequestScope scope, PracticeDays days)
    : IRequestHandler<PrefillNoteQuery, NotePrefill>
{
    private const string SessionSql = KnownSession.SelectSql + " AND s.Id = @Id AND s.CoupleId = @CoupleId";

    // That a session with one partner took place is that partner's: a joint note does not even count from it.
    private const string HeldBeforeSql = KnownSession.SelectSql + """
         AND s.CoupleId = @CoupleId AND s.Status = 'Held' AND s.StartsAt < @Before AND (s.Kind = 'Conjoint' OR s.PartnerId = @ClientId)
        ORDER BY s.StartsAt DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // What was given to one partner the other does not learn of. Outcomes only: the answers are each partner's own.
    private const string HomeworkSql = """
        SELECT a.Seq, a.Title, l.ClientId, l.Outcome, COUNT(*) AS Entries
        FROM AssignmentLogs l
        JOIN Assignments a ON a.Id = l.AssignmentId AND a.PracticeId = l.PracticeId
        WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.DoneOn >= @Since AND l.DoneOn <= @Until
          AND (l.ClientId = @ClientId OR (@ClientId IS NULL AND a.ForWhom <> 'Partner'))
        GROUP BY a.Seq, a.Title, l.ClientId, l.Outcome
        ORDER BY a.Seq
        """;

    public async Task<NotePrefill> Handle(PrefillNoteQuery request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        _ = NoteScope.TryParse(request.Scope, out var clientId);
        if (clientId is { } partner)
            file.RequirePartner(partner, "scope");
        scope.SubjectId = clientId;
        var session = request.SessionId is { } id
            ? await Named(file, id, clientId, cancellationToken)
            : await HeldBefore(file, clientId, days.Now, cancellationToken);
        scope.ResourceId = session?.Id;
        var before = session is null ? null : await HeldBefore(file, clientId, session.StartsAt, cancellationToken);

        // What is joint in a case of one is that person's.
        var subject = clientId ?? (file.PartnerBId is null ? file.PartnerAId : null);
        var since = before is null ? (DateOnly?)null : days.DayOf(before.StartsAt);
        var until = session is null || session.StartsAt > days.Now ? days.Today : days.DayOf(session.StartsAt);
        var homework = await db.Query<KnownHomework>(
            HomeworkSql, new { file.CoupleId, Since = since ?? DateOnly.MinValue, Until = until, ClientId = subject }, cancellationToken);

        var names = (await couples.Find(file.CoupleId, cancellationToken)).Partners.ToDictionary(one => one.ClientId, one => $"{one.FirstName} {one.LastName}");
        List<string> facts =
        [
            .. session is null ? [] : PrefillSentences.Of(session, file, clientId, names, days),
            .. PrefillSentences.Of(homework, since, until, file, names),
            // Scores are their owner's: in a joint note the other partner would read them.
            .. subject is null ? [] : PrefillSentences.Of(await series.Of(file, cancellationToken), subject.Value, since, until, names),
        ];
        return new NotePrefill(
            request.Format, request.Scope, session?.Id,
            request.Format.Sections().ToDictionary(name => name, name => name == request.Format.Facts() ? string.Join('\n', facts) : "", StringComparer.Ordinal));
    }

    private async Task<KnownSession> Named(CaseFile file, Guid id, Guid? clientId, CancellationToken cancellationToken)
    {
        var session = await db.Find<KnownSession>(SessionSql, new { Id = id, file.CoupleId }, cancellationToken)
            ?? throw Refused.Invalid("sessionId", "Name a session of this case.", "no-such-session");
        return session.Kind == SessionKind.Individual && session.PartnerId != clientId
            ? throw Refused.Invalid("scope", "The session was with one partner alone: give that partner's id as the scope.", "individual-session")
            : session;
    }

    private Task<KnownSession?> HeldBefore(CaseFile file, Guid? clientId, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Find<KnownSession>(HeldBeforeSql, new { file.CoupleId, ClientId = clientId, Before = before, Take = 1 }, cancellationToken);
}
