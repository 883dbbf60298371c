using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Portal;

/// <summary>A photograph or document of paper homework as a partner sees it, without its content.</summary>
/// <param name="Id">The attachment.</param>
/// <param name="Kind">What it is, by its content.</param>
/// <param name="FileName">What it was called, cleaned; at most 120 characters.</param>
/// <param name="Bytes">How large it is as it is kept.</param>
/// <param name="InSession">The therapist attached it with the reader in session; null for the other's.</param>
/// <param name="EnteredAt">When it was attached; null for the other's.</param>
public sealed record PortalAttachment(Guid Id, AttachmentKind Kind, string FileName, int Bytes, bool? InSession, DateTimeOffset? EnteredAt)
{
    internal static PortalAttachment Of(LogAttachment one, bool isOwn) =>
        new(one.Id, one.Kind, one.FileName, one.Bytes, isOwn ? one.InSession : null, isOwn ? one.EnteredAt : null);
}

/// <summary>All attachments of an entry that the reader may read.</summary>
/// <param name="Items">In the order they were attached; five at most.</param>
public sealed record PortalAttachments(IReadOnlyList<PortalAttachment> Items);
