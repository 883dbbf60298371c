using CounselDesk.Api.Http;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CounselDesk.Api.Controllers;

/// <summary>Photographs and documents of paper homework, attached to an entry.</summary>
[Tags("Attachments")]
public sealed class AttachmentsController(IMediator mediator) : ApiController(mediator)
{
    private const string Logs = "assignments/{assignmentId:guid}/logs/{logId:guid}/attachments";
    private const string One = Logs + "/{attachmentId:guid}";
    private const string Binary = "application/octet-stream";
    private const string Form = "multipart/form-data";

    /// <summary>Attach paper homework in session</summary>
    /// <remarks>
    /// JPEG, PNG or PDF, by content, at most 10 MB, five to an entry. A picture's EXIF, place, texts and comments are removed; a PDF is
    /// kept as it is. 413 <c>attachment-too-large</c>, 415 <c>attachment-kind</c>, 422 <c>attachment-damaged</c>, 409
    /// <c>too-many-attachments</c>.
    /// </remarks>
    [HttpPost(Logs), Sends<AttachToLogCommand>, Creates, Consumes(Form), EnableRateLimiting(HttpSetup.UploadLimit)]
    public Task<IActionResult> AttachToLog(Guid assignmentId, Guid logId, [ModelBinder(typeof(UploadBinder))] AttachedFile file, CancellationToken cancellationToken) =>
        Created(new AttachToLogCommand(assignmentId, logId, file), attachment => $"assignments/{assignmentId}/logs/{logId}/attachments/{attachment.Id}", cancellationToken);

    /// <summary>List what is attached to an entry</summary>
    [HttpGet(Logs), Sends<ListAttachmentsQuery>]
    public Task<IActionResult> ListAttachments(Guid assignmentId, Guid logId, CancellationToken cancellationToken) =>
        Answer(new ListAttachmentsQuery(assignmentId, logId), cancellationToken);

    /// <summary>Download an attachment</summary>
    /// <remarks>Always to be saved, never shown in place: its name stands in Content-Disposition (RFC 6266), its kind in the list.</remarks>
    [HttpGet(One), Sends<ReadAttachmentQuery>, Produces(Binary), IsDownload]
    public Task<IActionResult> ReadAttachment(Guid assignmentId, Guid logId, Guid attachmentId, CancellationToken cancellationToken) =>
        Answer(new ReadAttachmentQuery(assignmentId, logId, attachmentId), cancellationToken);

    /// <summary>Remove an attachment</summary>
    /// <remarks>Only what one attached oneself (403 <c>attached-by-another</c>), until the entry is reviewed (409 <c>already-reviewed</c>).</remarks>
    [HttpDelete(One), Sends<RemoveAttachmentCommand>]
    public Task<IActionResult> RemoveAttachment(Guid assignmentId, Guid logId, Guid attachmentId, CancellationToken cancellationToken) =>
        Done(new RemoveAttachmentCommand(assignmentId, logId, attachmentId), cancellationToken);

    /// <summary>Attach my paper homework</summary>
    /// <remarks>
    /// To an entry of one's own. Whoever may read its answers may read it. JPEG, PNG or PDF, by content, at most 10 MB, five to an
    /// entry; a picture's EXIF, place, texts and comments are removed. 413 <c>attachment-too-large</c>, 415 <c>attachment-kind</c>,
    /// 422 <c>attachment-damaged</c>, 409 <c>too-many-attachments</c>.
    /// </remarks>
    [HttpPost("portal/" + Logs), Sends<AttachToOwnLogCommand>, Creates, Consumes(Form), EnableRateLimiting(HttpSetup.UploadLimit)]
    public Task<IActionResult> AttachToOwnLog(Guid assignmentId, Guid logId, [ModelBinder(typeof(UploadBinder))] AttachedFile file, CancellationToken cancellationToken) =>
        Created(new AttachToOwnLogCommand(assignmentId, logId, file), attachment => $"portal/assignments/{assignmentId}/logs/{logId}/attachments/{attachment.Id}", cancellationToken);

    /// <summary>List what is attached to an entry that I may read</summary>
    [HttpGet("portal/" + Logs), Sends<ListPortalAttachmentsQuery>]
    public Task<IActionResult> ListPortalAttachments(Guid assignmentId, Guid logId, CancellationToken cancellationToken) =>
        Answer(new ListPortalAttachmentsQuery(assignmentId, logId), cancellationToken);

    /// <summary>Download an attachment that I may read</summary>
    /// <remarks>Of one's own entries, and of the other's as soon as their answers are shared.</remarks>
    [HttpGet("portal/" + One), Sends<ReadPortalAttachmentQuery>, Produces(Binary), IsDownload]
    public Task<IActionResult> ReadPortalAttachment(Guid assignmentId, Guid logId, Guid attachmentId, CancellationToken cancellationToken) =>
        Answer(new ReadPortalAttachmentQuery(assignmentId, logId, attachmentId), cancellationToken);

    /// <summary>Remove what I attached</summary>
    /// <remarks>Until the therapist has reviewed it (409 <c>already-reviewed</c>); what the therapist attached stays (403 <c>attached-by-another</c>).</remarks>
    [HttpDelete("portal/" + One), Sends<RemoveOwnAttachmentCommand>]
    public Task<IActionResult> RemoveOwnAttachment(Guid assignmentId, Guid logId, Guid attachmentId, CancellationToken cancellationToken) =>
        Done(new RemoveOwnAttachmentCommand(assignmentId, logId, attachmentId), cancellationToken);
}
