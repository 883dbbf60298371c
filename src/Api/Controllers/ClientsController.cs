using CounselDesk.Api.Http;
using CounselDesk.Application.Clients;
using CounselDesk.Application.Couples;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Client persons: how to reach them, and nothing clinical.</summary>
[Tags("Clients")]
public sealed class ClientsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Enter a client</summary>
    [HttpPost("clients"), Sends<CreateClientCommand>, Creates]
    public Task<IActionResult> CreateClient(NewClient body, CancellationToken cancellationToken) =>
        Created(new CreateClientCommand(body), client => $"clients/{client.Id}", cancellationToken);

    /// <summary>List clients</summary>
    /// <remarks>Newest first. Both archived and current clients unless <c>archived</c> tells which.</remarks>
    [HttpGet("clients"), Sends<ListClientsQuery>]
    public Task<IActionResult> ListClients([FromQuery] PageQuery page, bool? archived, CancellationToken cancellationToken) =>
        Answer(new ListClientsQuery(page, archived), cancellationToken);

    /// <summary>Find clients by name, e-mail address or telephone number</summary>
    /// <remarks>Every word must be the beginning of one of the client's; capitals and accents do not matter. At most 50, by last name.</remarks>
    [HttpPost("clients/search"), Sends<SearchClientsQuery>]
    public Task<IActionResult> SearchClients(SearchText body, CancellationToken cancellationToken) =>
        Answer(new SearchClientsQuery(body), cancellationToken);

    /// <summary>Read a client</summary>
    [HttpGet("clients/{clientId:guid}"), Sends<GetClientQuery>]
    public Task<IActionResult> GetClient(Guid clientId, CancellationToken cancellationToken) =>
        Answer(new GetClientQuery(clientId), cancellationToken);

    /// <summary>Change a client's contact data</summary>
    /// <remarks>A new e-mail address is where to write to. Whoever has a portal account goes on signing in with the address it was made for; see <c>portal.signInEmail</c>.</remarks>
    [HttpPatch("clients/{clientId:guid}"), Sends<UpdateClientCommand>, Consumes("application/merge-patch+json")]
    public Task<IActionResult> UpdateClient(Guid clientId, IfMatch ifMatch, ClientChange body, CancellationToken cancellationToken) =>
        Answer(new UpdateClientCommand(clientId, ifMatch.Version, body), cancellationToken);

    /// <summary>Archive a client</summary>
    /// <remarks>Refused with <c>has-open-case</c> while the client is in a case that is not closed. Nothing is deleted.</remarks>
    [HttpPost("clients/{clientId:guid}/archive"), Sends<ArchiveClientCommand>]
    public Task<IActionResult> ArchiveClient(Guid clientId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ArchiveClientCommand(clientId, ifMatch.Version), cancellationToken);

    /// <summary>Take a client back from the archive</summary>
    [HttpPost("clients/{clientId:guid}/unarchive"), Sends<UnarchiveClientCommand>]
    public Task<IActionResult> UnarchiveClient(Guid clientId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new UnarchiveClientCommand(clientId, ifMatch.Version), cancellationToken);

    /// <summary>Invite a client to the portal</summary>
    /// <remarks>
    /// By a clinician who has one of the client's cases, or supervises one (403 <c>not-your-client</c>): whoever holds the answer's
    /// one-time token, shown only here, chooses the password and sees what the client sees. No mail is sent.
    /// Asked again before the client accepted, it gives a new token for the e-mail address of now. Refused with
    /// <c>no-email</c>, <c>email-taken</c>, <c>client-archived</c> or <c>has-portal-account</c>.
    /// </remarks>
    [HttpPost("clients/{clientId:guid}/portal-invite"), Sends<InvitePartnerCommand>, Creates]
    public Task<IActionResult> InvitePartner(Guid clientId, CancellationToken cancellationToken) =>
        Created(new InvitePartnerCommand(clientId), result => $"clients/{result.ClientId}", cancellationToken);

    /// <summary>Open a case for one client alone</summary>
    /// <remarks>Beside any couple's case. Refused with <c>client-archived</c>, or <c>has-individual-case</c> while the client has one that is not closed.</remarks>
    [HttpPost("clients/{clientId:guid}/case"), Sends<OpenIndividualCaseCommand>, Creates]
    public Task<IActionResult> OpenIndividualCase(Guid clientId, NewIndividualCase body, CancellationToken cancellationToken) =>
        Created(new OpenIndividualCaseCommand(clientId, body), couple => $"couples/{couple.Id}", cancellationToken);
}
