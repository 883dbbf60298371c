using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace CounselDesk.Application.Common;

/// <summary>
/// Everything that happens to every request, in reading order: audit of refusals, access, validation, and for a
/// command one transaction that holds its idempotency record, its work and its audit entry.
/// </summary>
public sealed class RequestPipeline<TRequest, TResult>(
    RequestScope scope,
    CaseFiles caseFiles,
    IEnumerable<IValidator<TRequest>> validators,
    IEnumerable<IPreparation<TRequest>> preparations,
    Idempotency idempotency,
    IDb db,
    IUnitOfWork unitOfWork,
    IAuditTrail audit,
    TimeProvider clock) : IPipelineBehavior<TRequest, TResult>
    where TRequest : IRequest<TResult>
{
    public async Task<TResult> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResult> next)
    {
        var rule = RequestRule.Of(typeof(TRequest));
        scope.ReadsOnly = request is not ICommand<TResult>;
        try
        {
            rule.RequireRole(scope.Caller);
            if (request is ICaseRequest about)
                await caseFiles.Open(about.Case, rule.Access!, cancellationToken);
            Validate(request);

            if (request is ICommand<TResult>)
                return await Command(rule, request, next, cancellationToken);

            var answer = await next();
            await unitOfWork.Release();
            if (rule.IsAudited)
                await audit.Record(Entry(rule, AuditOutcome.Allowed), cancellationToken);
            return answer;
        }
        catch (Refused refusal)
        {
            // The caller may have gone, but the refusal is kept all the same.
            await unitOfWork.Release();
            await audit.Record(Entry(rule, AuditOutcome.Refused, refusal.Code), CancellationToken.None);
            throw;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await audit.Record(Entry(rule, AuditOutcome.Failed, "server-fault"), CancellationToken.None);
            throw;
        }
    }

    private async Task<TResult> Command(RequestRule rule, TRequest request, RequestHandlerDelegate<TResult> next, CancellationToken cancellationToken)
    {
        foreach (var preparation in preparations)
            await preparation.Prepare(request, cancellationToken);

        return await unitOfWork.InTransaction(
            async () =>
            {
                // Again, now that nobody else writes to it: a case may have been closed or handed over since it was opened.
                if (request is ICaseRequest about)
                {
                    await db.Lock($"case:{scope.Case.CoupleId}", cancellationToken);
                    await caseFiles.Open(about.Case, rule.Access!, cancellationToken);
                }

                var (isReplay, answer) = await idempotency.Find<TResult>(request, cancellationToken);
                if (!isReplay)
                {
                    answer = await next();
                    await idempotency.Keep(request, answer, cancellationToken);
                }

                if (rule.IsAudited)
                    await audit.Append(Entry(rule, AuditOutcome.Allowed, isReplay ? "replayed" : null), cancellationToken);
                return answer!;
            },
            cancellationToken);
    }

    private void Validate(TRequest request)
    {
        List<ValidationFailure>? faults = null;
        foreach (var validator in validators)
        {
            var result = validator.Validate(request);
            if (!result.IsValid)
                (faults ??= []).AddRange(result.Errors);
        }

        if (faults is not null)
            throw Refused.Invalid(new ValidationResult(faults));
    }

    private AuditEntry Entry(RequestRule rule, AuditOutcome outcome, string? code = null) =>
        AuditEntry.Of(scope, rule, outcome, code, clock.GetUtcNow());
}
