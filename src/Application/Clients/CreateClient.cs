using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Clients;

[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record CreateClientCommand(NewClient Body) : ICommand<Client>;

public sealed class CreateClientValidator : AbstractValidator<CreateClientCommand>
{
    public CreateClientValidator() => RuleFor(x => x.Body).SetValidator(new NewClientValidator());
}

public sealed class CreateClientHandler(NewClients newClients, ClientRecords clients, RequestScope scope, IOutbox outbox)
    : IRequestHandler<CreateClientCommand, Client>
{
    public async Task<Client> Handle(CreateClientCommand request, CancellationToken cancellationToken)
    {
        var id = await newClients.Add(request.Body, "", cancellationToken);
        scope.SubjectId = id;
        await outbox.Raise("client.created", id, cancellationToken);
        return await clients.Find(id, cancellationToken);
    }
}
