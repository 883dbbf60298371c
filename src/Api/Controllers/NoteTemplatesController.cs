using CounselDesk.Api.Http;
using CounselDesk.Application.NoteTemplates;
using CounselDesk.Domain.Notes;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What the practice's notes can begin with. Kept in plain text: nothing of a client belongs into a template.</summary>
[Tags("Note templates")]
public sealed class NoteTemplatesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Write a template</summary>
    /// <remarks>409 <c>name-taken</c> if the practice has one of this name, 409 <c>too-many-templates</c> if it has 100.</remarks>
    [HttpPost("practice/note-templates"), Sends<CreateNoteTemplateCommand>, Creates]
    public Task<IActionResult> CreateNoteTemplate(NoteTemplateText body, CancellationToken cancellationToken) =>
        Created(new CreateNoteTemplateCommand(body), template => $"practice/note-templates/{template.Id}", cancellationToken);

    /// <summary>List the practice's templates</summary>
    /// <remarks>Without their texts. Newest first.</remarks>
    /// <param name="page">Which page.</param>
    /// <param name="format">Only those of this format.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [HttpGet("practice/note-templates"), Sends<ListNoteTemplatesQuery>]
    public Task<IActionResult> ListNoteTemplates([FromQuery] PageQuery page, NoteFormat? format, CancellationToken cancellationToken) =>
        Answer(new ListNoteTemplatesQuery(page, format), cancellationToken);

    /// <summary>Read a template</summary>
    [HttpGet("practice/note-templates/{templateId:guid}"), Sends<GetNoteTemplateQuery>]
    public Task<IActionResult> GetNoteTemplate(Guid templateId, CancellationToken cancellationToken) =>
        Answer(new GetNoteTemplateQuery(templateId), cancellationToken);

    /// <summary>Write a template anew</summary>
    /// <remarks>Replaces all of it. Notes that began with it stay as they are. 409 <c>name-taken</c> if another has this name.</remarks>
    [HttpPut("practice/note-templates/{templateId:guid}"), Sends<UpdateNoteTemplateCommand>]
    public Task<IActionResult> UpdateNoteTemplate(Guid templateId, IfMatch ifMatch, NoteTemplateText body, CancellationToken cancellationToken) =>
        Answer(new UpdateNoteTemplateCommand(templateId, ifMatch.Version, body), cancellationToken);

    /// <summary>Remove a template</summary>
    /// <remarks>Notes that began with it stay as they are.</remarks>
    [HttpDelete("practice/note-templates/{templateId:guid}"), Sends<DeleteNoteTemplateCommand>]
    public Task<IActionResult> DeleteNoteTemplate(Guid templateId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Done(new DeleteNoteTemplateCommand(templateId, ifMatch.Version), cancellationToken);
}
