using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The caller says to have read a message; saying it again changes nothing.</summary>
[Access(Roles.Partner)]
public sealed record ReadMessageCommand(Guid MessageId) : ICommand<PortalMessage>;

public sealed class ReadMessageHandler(IDb db, PortalCases cases, PortalMessages messages, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<ReadMessageCommand, PortalMessage>
{
    private const string ReadSql = """
        INSERT INTO MessageReads (MessageId, ClientId, PracticeId, ReadAt)
        SELECT @MessageId, @ClientId, @PracticeId, @ReadAt
        WHERE NOT EXISTS (SELECT 1 FROM MessageReads r WHERE r.PracticeId = @PracticeId AND r.MessageId = @MessageId AND r.ClientId = @ClientId)
        """;

    public async Task<PortalMessage> Handle(ReadMessageCommand request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.MessageId;
        await cases.Open(null, cancellationToken);
        await db.Lock($"message:{request.MessageId}", cancellationToken);
        await messages.Find(request.MessageId, cancellationToken);
        if (await db.Execute(ReadSql, new { request.MessageId, cases.ClientId, ReadAt = clock.GetUtcNow() }, cancellationToken) > 0)
            await outbox.Raise("message.read", request.MessageId, cancellationToken);
        return await messages.Find(request.MessageId, cancellationToken);
    }
}
