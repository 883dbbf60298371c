using CounselDesk.Application.Common;
using CounselDesk.Domain.Agreements;

namespace CounselDesk.Application.Agreements;

/// <summary>What one partner ticked for a period of a row of the agreement. Entering again for the period changes it.</summary>
/// <param name="Id">The tick.</param>
/// <param name="AgreementVersion">The version of the agreement that it is of.</param>
/// <param name="Row">Which row, from 1.</param>
/// <param name="PartnerId">Whose it is.</param>
/// <param name="Day">The day that it is about.</param>
/// <param name="Period">The period, counted from 1 on the day of the acceptance: the day, the week, or 1 for once.</param>
/// <param name="IsKept">Whether it was kept.</param>
/// <param name="InSession">A clinician entered it with the partner in session; else the partner did.</param>
/// <param name="EnteredAt">When it was entered in this form.</param>
/// <param name="Version">Rises each time it is entered again.</param>
public sealed record KeptTick(
    Guid Id, int AgreementVersion, int Row, Guid PartnerId, DateOnly Day, int Period, bool IsKept, bool InSession, DateTimeOffset EnteredAt, int Version) : IVersioned;

/// <summary>How one partner kept a row since they accepted the version.</summary>
/// <param name="Row">Which row, from 1.</param>
/// <param name="PartnerId">Whose.</param>
/// <param name="Kept">Times kept.</param>
/// <param name="Expected">Times that were to be so far; a period still running counts once it is ticked.</param>
/// <param name="IsDue">There is something to tick today.</param>
public sealed record KeptRow(int Row, Guid PartnerId, int Kept, int Expected, bool IsDue);

/// <summary>Enters and reads ticks, for the portal and in session.</summary>
public sealed class AgreementTicks(IDb db, IIds ids, AgreementVersions versions, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    public const string List = "agreement-ticks";

    private const string SelectSql = """
        SELECT t.Id, t.Seq, a.Version AS AgreementVersion, t.RowNumber, t.ClientId, t.Day, t.Period, t.Kept, t.EnteredBy, t.EnteredAt, t.Version
        FROM AgreementTicks t
        JOIN Agreements a ON a.Id = t.AgreementId AND a.PracticeId = t.PracticeId
        WHERE t.PracticeId = @PracticeId
        """;

    private const string FindSql = SelectSql + " AND t.AgreementId = @AgreementId AND t.ClientId = @ClientId AND t.RowNumber = @RowNumber AND t.Period = @Period";

    private const string ListSql = SelectSql + """
         AND t.CoupleId = @CoupleId AND t.Seq < @Before AND (@ClientId IS NULL OR t.ClientId = @ClientId)
        ORDER BY t.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string InsertSql = """
        INSERT INTO AgreementTicks (Id, PracticeId, Seq, CoupleId, AgreementId, ClientId, RowNumber, Period, Day, Kept, EnteredBy, EnteredAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @AgreementId, @ClientId, @RowNumber, @Period, @Day, @Kept, @EnteredBy, @EnteredAt, 1)
        """;

    private const string AmendSql = """
        UPDATE AgreementTicks SET Day = @Day, Kept = @Kept, EnteredBy = @EnteredBy, EnteredAt = @EnteredAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    /// <summary>Those of a case, or of one partner, the last entered first.</summary>
    public async Task<Page<KeptTick>> Page(Guid coupleId, Guid? clientId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<TickRow>(ListSql, new { CoupleId = coupleId, ClientId = clientId, Before = page.Before(List), page.Take }, cancellationToken);
        return PageRequest.Cut(List, page, rows, row => row.Seq).Map(row => row.ToTick());
    }

    internal async Task<KeptTick> Enter(CaseFile file, Guid partnerId, AgreementTick tick, Guid? enteredBy, CancellationToken cancellationToken)
    {
        var id = ids.New();
        // The agreement's own lock as well: while it is ticked it is neither written anew nor accepted.
        if (await versions.Hold(file, cancellationToken) == 0)
            throw Refused.Conflict("no-agreement", "There is no agreement to tick yet.");
        var (agreementId, agreement) = await versions.Current(file, cancellationToken);
        var rows = agreement.Rows;
        if (agreement.Version != tick.AgreementVersion)
            throw Refused.Conflict("agreement-changed", "There is a newer version of the agreement: read it, and let each partner accept it.");
        var acceptedAt = agreement.Acceptances.FirstOrDefault(one => one.PartnerId == partnerId)?.AcceptedAt
            ?? throw Refused.Conflict("not-accepted", "The partner has not accepted this version.");
        if (tick.Row < 1 || tick.Row > rows.Count)
            throw Refused.Invalid("row", "Name a row of the agreement, from 1.", "unknown-row");
        if (tick.Day > days.Today)
            throw Refused.Invalid("day", "Must not be in the future.", "day-in-future");
        var period = KeepingRule.Period(rows[tick.Row - 1].Frequency, days.DayOf(acceptedAt), tick.Day)
            ?? throw Refused.Invalid("day", "Must not be before the day on which the partner accepted this version.", "outside-agreement");

        var key = new { AgreementId = agreementId, ClientId = partnerId, RowNumber = tick.Row, Period = period };
        var standing = await db.Find<TickRow>(FindSql, key, cancellationToken);
        if (standing is null)
        {
            await db.Execute(
                InsertSql,
                new
                {
                    Id = id,
                    Seq = ids.NextSequence(),
                    file.CoupleId,
                    key.AgreementId,
                    key.ClientId,
                    key.RowNumber,
                    key.Period,
                    tick.Day,
                    Kept = tick.IsKept,
                    EnteredBy = enteredBy,
                    EnteredAt = days.Now,
                },
                cancellationToken);
        }
        else
        {
            await db.Execute(
                AmendSql, new { tick.Day, Kept = tick.IsKept, EnteredBy = enteredBy, EnteredAt = days.Now, standing.Id }, cancellationToken).OrStale();
        }

        var entered = (await db.Find<TickRow>(FindSql, key, cancellationToken))!.ToTick();
        scope.ResourceId = entered.Id;
        scope.SubjectId = partnerId;
        await outbox.Raise("agreement.ticked", entered.Id, cancellationToken);
        return entered;
    }

    private sealed record TickRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public int AgreementVersion { get; init; }

        public int RowNumber { get; init; }

        public Guid ClientId { get; init; }

        public DateOnly Day { get; init; }

        public int Period { get; init; }

        public bool Kept { get; init; }

        public Guid? EnteredBy { get; init; }

        public DateTimeOffset EnteredAt { get; init; }

        public int Version { get; init; }

        public KeptTick ToTick() => new(Id, AgreementVersion, RowNumber, ClientId, Day, Period, Kept, EnteredBy is not null, EnteredAt, Version);
    }
}
