using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Messages;

/// <param name="To"><c>joint</c>, or one partner's id: nobody else reads it, and the other does not learn of it.</param>
/// <param name="Text">At most 4000 characters; kept encrypted.</param>
public sealed record NewMessage(string To, string Text);

[Access(Roles.Clinicians)]
public sealed record SendMessageCommand(Guid CoupleId, NewMessage Body) : ICommand<Message>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class SendMessageValidator : AbstractValidator<SendMessageCommand>
{
    public SendMessageValidator()
    {
        RuleFor(x => x.Body.To).Must(text => text is "joint" || Guid.TryParseExact(text, "D", out _)).WithMessage("Give joint, or a partner's id.");
        RuleFor(x => x.Body.Text).NotNull().Prose(HomeworkLimits.Instructions);
    }
}

public sealed class SendMessageHandler(IDb db, IIds ids, Messages messages, ITextProtector protector, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<SendMessageCommand, Message>
{
    private const string InsertSql = """
        INSERT INTO Messages (Id, PracticeId, Seq, CoupleId, ClientId, Text, SentBy, SentAt, WithdrawnAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Text, @SentBy, @SentAt, NULL, 1)
        """;

    public async Task<Message> Handle(SendMessageCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (file, body) = (scope.Case, request.Body);
        file.RequireOpen();
        var partner = Guid.TryParse(body.To, out var one) ? one : (Guid?)null;
        if (partner is { } only)
            file.RequirePartner(only, "to");
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = partner,
                Text = protector.Protect(Messages.Purpose(id), body.Text),
                SentBy = scope.Caller.AccountId,
                SentAt = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = partner;
        await outbox.Raise("message.sent", id, cancellationToken);
        return await messages.Find(file.CoupleId, id, cancellationToken);
    }
}
