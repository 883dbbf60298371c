using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Events;

namespace CounselDesk.Application.Events;

/// <summary>Something that happened to a couple or to one of them: a setback, a milestone, a turning point.</summary>
/// <param name="Id">The event.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Scope"><c>joint</c>, or the one partner's id.</param>
/// <param name="On">The day on which it happened.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">More about it.</param>
/// <param name="Severity">Of a setback: 0 hardly to 3 severe.</param>
/// <param name="ByPartner">The partner wrote it in the portal; else a clinician did.</param>
/// <param name="Share">Whether the partner who wrote it lets the other read it. Of a clinician's, no partner reads anything.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="WithdrawnAt">Since when it no longer counts; null while it does.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record CaseEvent(
    Guid Id, Guid CoupleId, CaseEventKind Kind, string Scope, DateOnly On, string? Title, string? Text, int? Severity, bool ByPartner, EventShare Share,
    DateTimeOffset EnteredAt, DateTimeOffset? WithdrawnAt, int Version) : IVersioned;

/// <summary>Reads and enters a case's events.</summary>
public sealed class CaseEvents(IDb db, IIds ids, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    private const string List = "events";

    private const string FindSql = CaseEventRow.SelectSql + " AND e.Id = @Id";

    private const string ListSql = CaseEventRow.SelectSql + """
         AND e.CoupleId = @CoupleId AND e.Seq < @Before AND (@Kind IS NULL OR e.Kind = @Kind)
          AND (@From IS NULL OR e.HappenedOn >= @From) AND (@To IS NULL OR e.HappenedOn <= @To)
        ORDER BY e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string SinceSql = CaseEventRow.SelectSql + """
         AND e.CoupleId = @CoupleId AND e.HappenedOn >= @Since AND e.WithdrawnAt IS NULL
        ORDER BY e.HappenedOn DESC, e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string InsertSql = """
        INSERT INTO CaseEvents (Id, PracticeId, Seq, CoupleId, ClientId, Kind, HappenedOn, Severity, Texts, Share, EnteredBy, EnteredAt, WithdrawnAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Kind, @HappenedOn, @Severity, @Texts, @Share, @EnteredBy, @EnteredAt, NULL, 1)
        """;

    private const string WithdrawSql = """
        UPDATE CaseEvents SET WithdrawnAt = @WithdrawnAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    internal Task<CaseEventRow> Row(Guid id, CancellationToken cancellationToken) =>
        db.Find<CaseEventRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("event");

    internal async Task<CaseEvent> Find(Guid id, CancellationToken cancellationToken) => (await Row(id, cancellationToken)).Open(protector);

    internal async Task<Page<CaseEvent>> Page(Guid coupleId, CaseEventKind? kind, DateOnly? from, DateOnly? to, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<CaseEventRow>(
            ListSql, new { CoupleId = coupleId, Before = page.Before(List), Kind = kind, From = from, To = to, page.Take }, cancellationToken);
        return PageRequest.Cut(List, page, rows, row => row.Seq).Map(row => row.Open(protector));
    }

    /// <summary>What happened from a day on and was not withdrawn, the newest day first.</summary>
    internal async Task<IReadOnlyList<CaseEvent>> Since(Guid coupleId, DateOnly since, int most, CancellationToken cancellationToken) =>
        [.. (await db.Query<CaseEventRow>(SinceSql, new { CoupleId = coupleId, Since = since, Take = most }, cancellationToken)).Select(row => row.Open(protector))];

    /// <param name="file">The open case.</param>
    /// <param name="owner">In whose compartment it lies; null is the joint one.</param>
    /// <param name="what">A valid event.</param>
    /// <param name="share">Who else reads it, where a partner wrote it.</param>
    /// <param name="enteredBy">The clinician; null when the partner did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event's id.</returns>
    internal async Task<Guid> Enter(CaseFile file, Guid? owner, EventFacts what, EventShare share, Guid? enteredBy, CancellationToken cancellationToken)
    {
        var id = ids.New();
        file.RequireOpen();
        if (what.On > days.Today)
            throw Refused.Invalid("on", "Must not be in the future.", "day-in-future");
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = owner,
                what.Kind,
                HappenedOn = what.On,
                what.Severity,
                Texts = new EventTexts(what.Title?.Trim(), what.Text).Seal(protector, id),
                Share = share,
                EnteredBy = enteredBy,
                EnteredAt = days.Now,
            },
            cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = owner;
        await outbox.Raise("event.entered", id, cancellationToken);
        return id;
    }

    internal async Task Withdraw(CaseEventRow row, CancellationToken cancellationToken)
    {
        scope.ResourceId = row.Id;
        scope.SubjectId = row.ClientId;
        if (row.WithdrawnAt is not null)
            throw Refused.Conflict("already-withdrawn", "The event has been withdrawn.");
        await db.Execute(WithdrawSql, new { WithdrawnAt = days.Now, row.Id, row.Version }, cancellationToken).OrStale();
        await outbox.Raise("event.withdrawn", row.Id, cancellationToken);
    }
}

/// <summary>What is said of an event, by whomever.</summary>
internal sealed record EventFacts(CaseEventKind Kind, DateOnly On, string? Title, string? Text, int? Severity);

/// <summary>An event's own words as they are kept, encrypted together.</summary>
internal sealed record EventTexts(string? Title, string? Text)
{
    public static EventTexts Open(ITextProtector protector, Guid id, string kept) => JsonSerializer.Deserialize<EventTexts>(protector.Unprotect(Purpose(id), kept))!;

    public string Seal(ITextProtector protector, Guid id) => protector.Protect(Purpose(id), JsonSerializer.Serialize(this));

    // It names the row, so that a text cannot be moved to another event unnoticed.
    private static string Purpose(Guid id) => $"event:{id}";
}

/// <summary>An event as the database gives it, and the statements' common part.</summary>
internal sealed record CaseEventRow
{
    public const string SelectSql = """
        SELECT e.Id, e.Seq, e.CoupleId, e.ClientId, e.Kind, e.HappenedOn, e.Severity, e.Texts, e.Share, e.EnteredBy, e.EnteredAt, e.WithdrawnAt, e.Version
        FROM CaseEvents e
        WHERE e.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? ClientId { get; init; }

    public CaseEventKind Kind { get; init; }

    public DateOnly HappenedOn { get; init; }

    public int? Severity { get; init; }

    public string Texts { get; init; } = "";

    public EventShare Share { get; init; }

    public Guid? EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public int Version { get; init; }

    public CaseEvent Open(ITextProtector protector)
    {
        var texts = EventTexts.Open(protector, Id, Texts);
        return new CaseEvent(
            Id, CoupleId, Kind, ClientId?.ToString() ?? "joint", HappenedOn, texts.Title, texts.Text, Severity, EnteredBy is null, Share, EnteredAt, WithdrawnAt, Version);
    }
}
