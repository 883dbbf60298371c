using CounselDesk.Api.Http;
using CounselDesk.Application.Messages;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Messages from the therapist to the partners, one way.</summary>
[Tags("Messages")]
public sealed class MessagesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Send a message to both partners or to one</summary>
    /// <remarks>It shows in their portal, and cannot be answered there. One to a single partner stays unknown to the other.</remarks>
    [HttpPost("couples/{coupleId:guid}/messages"), Sends<SendMessageCommand>, Creates]
    public Task<IActionResult> SendMessage(Guid coupleId, NewMessage body, CancellationToken cancellationToken) =>
        Created(new SendMessageCommand(coupleId, body), message => $"couples/{coupleId}/messages/{message.Id}", cancellationToken);

    /// <summary>List a case's messages</summary>
    /// <remarks>The last sent first, with who has read them; withdrawn ones too.</remarks>
    [HttpGet("couples/{coupleId:guid}/messages"), Sends<ListMessagesQuery>]
    public Task<IActionResult> ListMessages(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListMessagesQuery(coupleId, page), cancellationToken);

    /// <summary>Read a message and who has read it</summary>
    [HttpGet("couples/{coupleId:guid}/messages/{messageId:guid}"), Sends<GetMessageQuery>]
    public Task<IActionResult> GetMessage(Guid coupleId, Guid messageId, CancellationToken cancellationToken) =>
        Answer(new GetMessageQuery(coupleId, messageId), cancellationToken);

    /// <summary>Withdraw a message</summary>
    /// <remarks>From then on no partner sees it. It stays in the record. 409: <c>already-withdrawn</c>.</remarks>
    [HttpPost("couples/{coupleId:guid}/messages/{messageId:guid}/withdraw"), Sends<WithdrawMessageCommand>]
    public Task<IActionResult> WithdrawMessage(Guid coupleId, Guid messageId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new WithdrawMessageCommand(coupleId, messageId, ifMatch.Version), cancellationToken);
}
