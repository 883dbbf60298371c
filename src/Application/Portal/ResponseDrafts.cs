using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Portal;

/// <summary>Answers that a partner has begun to give. They alone read them; nothing is scored and nobody is told before they are sent.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="Answers">So far, one for each item in order; null: not yet answered. Empty where nothing is kept.</param>
/// <param name="SavedAt">When; null where nothing is kept.</param>
/// <param name="Version">Also the start of the <c>ETag</c>; 0 where nothing is kept.</param>
public sealed record ResponseDraft(string Measure, IReadOnlyList<decimal?> Answers, DateTimeOffset? SavedAt, int Version) : IVersioned;

/// <param name="Answers">So far, one for each item in order, in the measure's points; null: not yet answered.</param>
/// <param name="Measure">The measure's key; the weekly check-in's unless told.</param>
public sealed record DraftAnswers(IReadOnlyList<decimal?> Answers, string? Measure = null);

[Access(Roles.Partner)]
public sealed record GetResponseDraftQuery(string? Measure) : IQuery<ResponseDraft>;

public sealed class GetResponseDraftHandler(ResponseDrafts drafts, PracticeMeasures measures) : IRequestHandler<GetResponseDraftQuery, ResponseDraft>
{
    public async Task<ResponseDraft> Handle(GetResponseDraftQuery request, CancellationToken cancellationToken) =>
        await drafts.Find((await measures.Named(request.Measure ?? TrustPulseAlert.InstrumentKey, cancellationToken)).Key, cancellationToken);
}

[Access(Roles.Partner)]
public sealed record SaveResponseDraftCommand(int? Version, DraftAnswers Body) : ICommand<ResponseDraft>, IVersionedCommand;

public sealed class SaveResponseDraftValidator : AbstractValidator<SaveResponseDraftCommand>
{
    public SaveResponseDraftValidator()
    {
        RuleFor(x => x.Body.Measure).Line(Limits.Code);
        RuleFor(x => x.Body.Answers).NotNull().SetValidator(new AnswersValidator());
    }
}

public sealed class SaveResponseDraftHandler(ResponseDrafts drafts, PortalMeasures measures, PortalCases cases) : IRequestHandler<SaveResponseDraftCommand, ResponseDraft>
{
    public async Task<ResponseDraft> Handle(SaveResponseDraftCommand request, CancellationToken cancellationToken)
    {
        var instrument = await measures.RequireAnswerable(request.Body.Measure, null, cancellationToken);
        if ((await cases.Open(null, cancellationToken)).Count == 0)
            throw Refused.Conflict("no-open-case", "You have no open case that answers could go to.");
        // Nothing that could not be sent later, but for what is still missing.
        var numbered = request.Body.Answers.Index().ToDictionary(pair => pair.Index + 1, pair => pair.Item);
        if (Scoring.Score(instrument.Instrument, numbered) is Domain.Progress.Refused { Refusals: var refusals }
            && refusals.Where(refusal => refusal.Rule != AnswerRule.TooManyMissing).ToList() is { Count: > 0 } faults)
            throw Refused.Invalid(new ValidationResult(faults.SelectMany(fault => fault.Items.Select(item => new ValidationFailure(FormattableString.Invariant($"answers[{item - 1}]"), fault.Message)))));
        var current = await drafts.Find(instrument.Instrument.Key, cancellationToken);
        request.RequireCurrent(current.Version);
        return await drafts.Save(current, request.Body.Answers, cancellationToken);
    }
}

/// <summary>Keeps the drafts of the caller, encrypted.</summary>
public sealed class ResponseDrafts(IDb db, PortalCases cases, ITextProtector protector, RequestScope scope, TimeProvider clock)
{
    private const string Purpose = "response-draft";

    private const string FindSql = """
        SELECT d.Answers, d.SavedAt, d.Version
        FROM ResponseDrafts d
        WHERE d.PracticeId = @PracticeId AND d.ClientId = @ClientId AND d.Measure = @Measure
        """;

    private const string InsertSql = """
        INSERT INTO ResponseDrafts (ClientId, Measure, PracticeId, Answers, SavedAt, Version)
        VALUES (@ClientId, @Measure, @PracticeId, @Answers, @Now, 1)
        """;

    private const string UpdateSql = """
        UPDATE ResponseDrafts SET Answers = @Answers, SavedAt = @Now, Version = Version + 1
        WHERE PracticeId = @PracticeId AND ClientId = @ClientId AND Measure = @Measure AND Version = @Version
        """;

    // The row stays without its answers, so that the version goes on and an old page cannot bring back what was sent.
    private const string ForgetSql = """
        UPDATE ResponseDrafts SET Answers = NULL, Version = Version + 1
        WHERE PracticeId = @PracticeId AND ClientId = @ClientId AND Measure = @Measure AND Answers IS NOT NULL
        """;

    internal async Task<ResponseDraft> Find(string measure, CancellationToken cancellationToken)
    {
        scope.SubjectId = cases.ClientId;
        var row = await db.Find<DraftRow>(FindSql, new { cases.ClientId, Measure = measure }, cancellationToken);
        return row is { Answers: { } answers }
            ? new ResponseDraft(measure, JsonSerializer.Deserialize<List<decimal?>>(protector.Unprotect(Purpose, answers))!, row.SavedAt, row.Version)
            : new ResponseDraft(measure, [], null, row?.Version ?? 0);
    }

    internal async Task<ResponseDraft> Save(ResponseDraft current, IReadOnlyList<decimal?> answers, CancellationToken cancellationToken)
    {
        var sealedAnswers = protector.Protect(Purpose, JsonSerializer.Serialize(answers));
        if (current.Version == 0)
            await db.Execute(InsertSql, new { cases.ClientId, current.Measure, Answers = sealedAnswers, Now = clock.GetUtcNow() }, cancellationToken);
        else
            await db.Execute(UpdateSql, new { cases.ClientId, current.Measure, Answers = sealedAnswers, Now = clock.GetUtcNow(), current.Version }, cancellationToken).OrStale();
        return await Find(current.Measure, cancellationToken);
    }

    internal Task Forget(string measure, CancellationToken cancellationToken) =>
        db.Execute(ForgetSql, new { cases.ClientId, Measure = measure }, cancellationToken);

    private sealed record DraftRow
    {
        public string? Answers { get; init; }

        public DateTimeOffset SavedAt { get; init; }

        public int Version { get; init; }
    }
}
