using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.NotePrefill;

/// <summary>A session as far as a note may begin with it.</summary>
internal sealed record KnownSession
{
    public const string SelectSql = """
        SELECT s.Id, s.StartsAt, s.Minutes, s.Kind, s.Place, s.PartnerId, s.Status, s.AttendedA, s.AttendedB
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public int Minutes { get; init; }

    public SessionKind Kind { get; init; }

    public SessionPlace Place { get; init; }

    public Guid? PartnerId { get; init; }

    public SessionStatus Status { get; init; }

    public bool? AttendedA { get; init; }

    public bool? AttendedB { get; init; }
}

/// <summary>How often a partner entered one outcome of one exercise.</summary>
internal sealed record KnownHomework
{
    public long Seq { get; init; }

    public string Title { get; init; } = "";

    public Guid ClientId { get; init; }

    public LogOutcome Outcome { get; init; }

    public int Entries { get; init; }
}
