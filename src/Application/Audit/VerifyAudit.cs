using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Audit;

/// <summary>Checks every entry of the practice's audit against its seal, in order, up to the first fault.</summary>
[Access(Roles.Admin)]
public sealed record VerifyAuditQuery : IQuery<AuditCheck>;

/// <summary>Whether the audit is as it was written.</summary>
/// <param name="Intact">No fault was found.</param>
/// <param name="Entries">How many entries were found good before the first fault, or in all.</param>
/// <param name="FirstFault">Where the audit first differs from what was written; null if it is intact.</param>
public sealed record AuditCheck(bool Intact, long Entries, AuditFault? FirstFault);

/// <param name="Sequence">The place in the chain, from 1.</param>
/// <param name="Kind">What happened there, as far as the seals tell.</param>
public sealed record AuditFault(long Sequence, AuditFaultKind Kind);

/// <summary>What was done to the audit. Each is found by seals that cannot be made without the key, which lies outside the database.</summary>
public enum AuditFaultKind
{
    /// <summary>An entry's fields or seal were changed.</summary>
    Altered,

    /// <summary>An entry that was there is gone.</summary>
    Removed,

    /// <summary>An entry was put there that the program did not write.</summary>
    Inserted,

    /// <summary>The chain ends before, or after, the place it was last written to.</summary>
    Truncated,
}

/// <summary>
/// Recomputes the chain. Cutting off the newest entries and setting back the chain's end marker by hand leaves a good
/// but shorter chain: only a copy kept elsewhere can show that, which is what backups and exports of the audit are for.
/// </summary>
public interface IAuditVerifier
{
    Task<AuditCheck> Verify(CancellationToken cancellationToken);
}

public sealed class VerifyAuditHandler(IAuditVerifier verifier) : IRequestHandler<VerifyAuditQuery, AuditCheck>
{
    public Task<AuditCheck> Handle(VerifyAuditQuery request, CancellationToken cancellationToken) => verifier.Verify(cancellationToken);
}
