using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record PrintNoteQuery(Guid NoteId) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class PrintNoteHandler(IDb db, Notes notes, RequestScope scope) : IRequestHandler<PrintNoteQuery, string>
{
    private const string HeadSql = """
        SELECT p.Name AS PracticeName, a.FirstName AS FirstNameA, a.LastName AS LastNameA, b.FirstName AS FirstNameB, b.LastName AS LastNameB,
          s.StartsAt, k.DisplayName AS CosignerName
        FROM Couples c
        JOIN Practices p ON p.Id = c.PracticeId
        JOIN Clients a ON a.Id = c.PartnerAId AND a.PracticeId = c.PracticeId
        LEFT JOIN Clients b ON b.Id = c.PartnerBId AND b.PracticeId = c.PracticeId
        LEFT JOIN Sessions s ON s.Id = @SessionId AND s.PracticeId = c.PracticeId
        LEFT JOIN Accounts k ON k.Id = @CosignedBy AND k.PracticeId = c.PracticeId
        WHERE c.Id = @CoupleId AND c.PracticeId = @PracticeId
        """;

    public async Task<string> Handle(PrintNoteQuery request, CancellationToken cancellationToken)
    {
        var note = await notes.Find(request.NoteId, cancellationToken);
        if (note.Status == NoteStatus.Draft)
            throw Refused.NotFound("signed note");
        var head = await db.Find<NoteHead>(HeadSql, new { note.CoupleId, note.SessionId, note.CosignedBy }, cancellationToken).OrNotFound("note");
        return NotePage.Write(note, head, scope.Case, scope.Caller.TimeZone);
    }
}

/// <summary>What a printed note says besides the note.</summary>
internal sealed record NoteHead
{
    public string PracticeName { get; init; } = "";

    public string FirstNameA { get; init; } = "";

    public string LastNameA { get; init; } = "";

    public string? FirstNameB { get; init; }

    public string? LastNameB { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public string? CosignerName { get; init; }
}
