using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Agreements;

/// <summary>A new version of the agreement; what was accepted before stays in the history, and each partner accepts anew.</summary>
/// <param name="Rows">What is agreed, 1 to 20 rows.</param>
/// <param name="ReviewOn">The day it is to be revisited, today to two years on.</param>
public sealed record NewAgreement(IReadOnlyList<AgreementRow> Rows, DateOnly ReviewOn);

[Access(Roles.Clinicians)]
public sealed record WriteAgreementCommand(Guid CoupleId, int? Version, NewAgreement Body) : ICommand<Agreement>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class WriteAgreementValidator : AbstractValidator<WriteAgreementCommand>
{
    public WriteAgreementValidator()
    {
        RuleFor(x => x.Body.Rows).Must(rows => rows.Count is >= 1 and <= HomeworkLimits.AgreementRows)
            .WithMessage($"Give 1 to {HomeworkLimits.AgreementRows} rows.");
        RuleForEach(x => x.Body.Rows).NotNull().ChildRules(row =>
        {
            row.RuleFor(x => x.Action).Line(HomeworkLimits.AgreementAction);
            row.RuleFor(x => x.Frequency).Must(frequency => frequency.IsValid() && frequency.Kind != CadenceKind.Weekdays)
                .WithMessage("Give once, daily, weekly, or times-per-week with timesPerWeek, 2 to 6; no weekdays.");
        });
    }
}

public sealed class WriteAgreementHandler(
    IDb db, IIds ids, AgreementVersions versions, IToolkit toolkit, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<WriteAgreementCommand, Agreement>
{
    private const string InsertSql = """
        INSERT INTO Agreements (Id, PracticeId, CoupleId, AgreementRows, ReviewOn, WrittenBy, WrittenAt, Version)
        VALUES (@Id, @PracticeId, @CoupleId, @AgreementRows, @ReviewOn, @WrittenBy, @WrittenAt, @Version)
        """;

    public async Task<Agreement> Handle(WriteAgreementCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var file = scope.Case;
        if (file.Kind == CaseKind.Individual)
            throw Refused.Conflict("not-a-couple", "A trust agreement takes two partners.");
        var version = await versions.Hold(file, cancellationToken);
        request.RequireCurrent(version);
        foreach (var (index, row) in request.Body.Rows.Index())
        {
            if (!toolkit.Catalogue.Vocabulary.IsNeed(row.Need))
                throw Refused.Invalid($"rows[{index}].need", "Name a need of the vocabulary.", "unknown-code");
        }

        if (request.Body.ReviewOn < days.Today || request.Body.ReviewOn.DayNumber > days.Today.DayNumber + HomeworkLimits.ReviewDaysAway)
            throw Refused.Invalid("reviewOn", "Must lie between today and two years on.");

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                file.CoupleId,
                AgreementRows = versions.Seal(request.Body.Rows),
                request.Body.ReviewOn,
                WrittenBy = scope.Caller.AccountId,
                WrittenAt = days.Now,
                Version = version + 1,
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("agreement.written", id, cancellationToken);
        return await versions.Of(file, cancellationToken);
    }
}
