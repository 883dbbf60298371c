using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Messages;

[Access(Roles.Clinicians)]
public sealed record WithdrawMessageCommand(Guid CoupleId, Guid MessageId, int? Version) : ICommand<Message>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class WithdrawMessageHandler(IDb db, Messages messages, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<WithdrawMessageCommand, Message>
{
    private const string WithdrawSql = """
        UPDATE Messages SET WithdrawnAt = @WithdrawnAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Message> Handle(WithdrawMessageCommand request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.MessageId;
        var message = await messages.Find(scope.Case.CoupleId, request.MessageId, cancellationToken);
        request.RequireCurrent(message.Version);
        if (message.WithdrawnAt is not null)
            throw Refused.Conflict("already-withdrawn", "The message has been withdrawn.");
        await db.Execute(WithdrawSql, new { WithdrawnAt = clock.GetUtcNow(), message.Id, message.Version }, cancellationToken).OrStale();
        await outbox.Raise("message.withdrawn", message.Id, cancellationToken);
        return await messages.Find(scope.Case.CoupleId, message.Id, cancellationToken);
    }
}

/// <summary>A case's messages, the last sent first, with who has read them.</summary>
[Access(Roles.Clinicians)]
public sealed record ListMessagesQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<Message>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListMessagesHandler(Messages messages, RequestScope scope) : IRequestHandler<ListMessagesQuery, Page<Message>>
{
    public Task<Page<Message>> Handle(ListMessagesQuery request, CancellationToken cancellationToken) =>
        messages.Page(scope.Case.CoupleId, request.Page, cancellationToken);
}

[Access(Roles.Clinicians)]
public sealed record GetMessageQuery(Guid CoupleId, Guid MessageId) : IQuery<Message>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetMessageHandler(Messages messages, RequestScope scope) : IRequestHandler<GetMessageQuery, Message>
{
    public Task<Message> Handle(GetMessageQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.MessageId;
        return messages.Find(scope.Case.CoupleId, request.MessageId, cancellationToken);
    }
}
