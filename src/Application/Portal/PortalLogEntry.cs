using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Portal;

/// <summary>An entry as a partner sees it: their own in full, or of the other's only the answers that are shared with them.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Mine">The reader's own.</param>
/// <param name="Day">When it was done or skipped.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Outcome">What became of it; null for the other's.</param>
/// <param name="Share">Who may read the answers; null for the other's.</param>
/// <param name="Helpful">0 to 10; null for the other's.</param>
/// <param name="Difficulty">0 to 10; null for the other's.</param>
/// <param name="Barrier">What stood in the way; null for the other's.</param>
/// <param name="BarrierCode">The same as one of the listed words; null for the other's.</param>
/// <param name="InSession">The therapist entered it with the reader in session; null for the other's.</param>
/// <param name="EnteredAt">When it was entered in this form; null for the other's.</param>
/// <param name="Attachments">Photographs and documents, for whoever may read the answers.</param>
public sealed record PortalLogEntry(
    Guid Id, bool Mine, DateOnly Day, IReadOnlyDictionary<string, JsonElement> Answers, LogOutcome? Outcome, LogShare? Share, int? Helpful,
    int? Difficulty, string? Barrier, BarrierCode? BarrierCode, bool? InSession, DateTimeOffset? EnteredAt, IReadOnlyList<PortalAttachment> Attachments)
{
    internal static PortalLogEntry Of(LogRow row, Guid reader, ITextProtector protector, IEnumerable<LogAttachment> attachments) => row.ClientId == reader
        ? new(
            row.Id, true, row.DoneOn, row.OpenAnswers(protector), row.Outcome, row.Share, row.Helpful, row.Difficulty, row.OpenBarrier(protector),
            row.BarrierCode, row.InSession, row.EnteredAt, [.. attachments.Select(one => PortalAttachment.Of(one, isOwn: true))])
        : new(row.Id, false, row.DoneOn, row.OpenAnswers(protector), null, null, null, null, null, null, null, null, [.. attachments.Select(one => PortalAttachment.Of(one, isOwn: false))]);
}
