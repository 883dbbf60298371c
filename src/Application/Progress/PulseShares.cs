using CounselDesk.Application.Common;

namespace CounselDesk.Application.Progress;

/// <summary>Whether one partner lets their weekly pulse stand beside the other's on pages made for both. For clinicians only: to the other it says nothing.</summary>
/// <param name="PartnerId">Whose.</param>
/// <param name="SharesPulses">Whether they do; no until they say so.</param>
/// <param name="SignedOn">The day of the signed form, where a clinician entered it; else null.</param>
/// <param name="InSession">A clinician entered it; else the partner said it in the portal.</param>
/// <param name="ChangedAt">When it was last said; null while it never was.</param>
/// <param name="Version">Also the start of the <c>ETag</c>; 0 while nothing was said.</param>
public sealed record PulseSharing(Guid PartnerId, bool SharesPulses, DateOnly? SignedOn, bool InSession, DateTimeOffset? ChangedAt, int Version) : IVersioned;

/// <summary>Reads and writes what each partner said of sharing their pulse; what was said before stays as evidence.</summary>
public sealed class PulseShares(IDb db, PracticeDays days)
{
    private const string FindSql = """
        SELECT p.Shares, p.SignedOn, p.EnteredBy, p.EnteredAt, p.Version
        FROM PulseShares p
        WHERE p.PracticeId = @PracticeId AND p.CoupleId = @CoupleId AND p.ClientId = @ClientId
          AND p.Version = (SELECT MAX(n.Version) FROM PulseShares n WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.ClientId = @ClientId)
        """;

    private const string InsertSql = """
        INSERT INTO PulseShares (CoupleId, ClientId, Version, PracticeId, Shares, SignedOn, EnteredBy, EnteredAt)
        VALUES (@CoupleId, @ClientId, @Version, @PracticeId, @Shares, @SignedOn, @EnteredBy, @EnteredAt)
        """;

    /// <summary>How it stands for one partner.</summary>
    public async Task<PulseSharing> Of(Guid coupleId, Guid partnerId, CancellationToken cancellationToken) =>
        await db.Find<ShareRow>(FindSql, new { CoupleId = coupleId, ClientId = partnerId }, cancellationToken) is { } row
            ? new PulseSharing(partnerId, row.Shares, row.SignedOn, row.EnteredBy is not null, row.EnteredAt, row.Version)
            : new PulseSharing(partnerId, SharesPulses: false, null, InSession: false, null, 0);

    /// <summary>Whether both may stand on a page made for both.</summary>
    internal async Task<bool> BothShare(CaseFile file, CancellationToken cancellationToken)
    {
        // Both are asked whatever the first one said, so that a page takes as many statements either way.
        var shares = new List<bool>();
        foreach (var partner in file.Partners)
            shares.Add((await Of(file.CoupleId, partner, cancellationToken)).SharesPulses);
        return shares.Count == 2 && shares.TrueForAll(share => share);
    }

    internal async Task<PulseSharing> Write(CaseFile file, Guid partnerId, IVersionedCommand request, bool shares, DateOnly? signedOn, Guid? enteredBy, CancellationToken cancellationToken)
    {
        file.RequireOpen();
        await db.Lock($"case:{file.CoupleId}", cancellationToken);
        var current = await Of(file.CoupleId, partnerId, cancellationToken);
        request.RequireCurrent(current.Version);
        await db.Execute(
            InsertSql,
            new { file.CoupleId, ClientId = partnerId, Version = current.Version + 1, Shares = shares, SignedOn = signedOn, EnteredBy = enteredBy, EnteredAt = days.Now },
            cancellationToken);
        return await Of(file.CoupleId, partnerId, cancellationToken);
    }

    private sealed record ShareRow
    {
        public bool Shares { get; init; }

        public DateOnly? SignedOn { get; init; }

        public Guid? EnteredBy { get; init; }

        public DateTimeOffset EnteredAt { get; init; }

        public int Version { get; init; }
    }
}
