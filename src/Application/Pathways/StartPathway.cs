using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Pathways;

/// <param name="PathwayKey">One of the catalogue's, or of the practice's own that is not archived.</param>
/// <param name="StartOn">Its first day, today to two years on; today unless told.</param>
/// <param name="Dates">Days for steps that open on a date; one for any other step makes it open on that day.</param>
public sealed record NewPathwayRun(string PathwayKey, DateOnly? StartOn = null, IReadOnlyList<StepDate>? Dates = null);

/// <param name="Step">Which step, from 1.</param>
/// <param name="On">The day on which it opens: not before the pathway starts, and within two years of today.</param>
public sealed record StepDate(int Step, DateOnly On);

[Access(Roles.Clinicians)]
public sealed record StartPathwayCommand(Guid CoupleId, NewPathwayRun Body) : ICommand<PathwayRun>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class StartPathwayValidator : AbstractValidator<StartPathwayCommand>
{
    public StartPathwayValidator()
    {
        RuleFor(x => x.Body.PathwayKey).NotNull().Line(Exercise.MaxKeyLength);
        RuleFor(x => x.Body.Dates).Must(dates => dates is null || dates.Any(date => date is null) || dates.Select(date => date.Step).Distinct().Count() == dates.Count)
            .WithMessage("Name each step once.");
        RuleForEach(x => x.Body.Dates).NotNull();
    }
}

public sealed class StartPathwayHandler(
    IDb db, IIds ids, PathwayBook book, PathwayRuns runs, PathwaySteps opening, PracticeToolkit toolkit, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<StartPathwayCommand, PathwayRun>
{
    private const string RunningSql = """
        SELECT COUNT(*) AS Found FROM PathwayRuns r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.PathwayKey = @PathwayKey AND r.Status = 'Running'
        """;

    private const string InsertSql = """
        INSERT INTO PathwayRuns (Id, PracticeId, Seq, CoupleId, PathwayKey, PathwayVersion, Title, StartOn, Status, StartedBy, StartedAt, EndedAt, StopReason, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @PathwayKey, @PathwayVersion, @Title, @StartOn, 'Running', @StartedBy, @StartedAt, NULL, NULL, 1)
        """;

    private const string InsertStepSql = """
        INSERT INTO PathwayRunSteps (RunId, Number, PracticeId, CoupleId, ExerciseKey, Title, Note, Opens, Days, OnDate, Status, HeldBecause, OpenedOn,
          EndedOn, AssignmentId, SkipReason)
        VALUES (@RunId, @Number, @PracticeId, @CoupleId, @ExerciseKey, @Title, @Note, @Opens, @Days, @OnDate, 'Waiting', NULL, NULL, NULL, NULL, NULL)
        """;

    public async Task<PathwayRun> Handle(StartPathwayCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (body, file) = (request.Body, scope.Case);
        file.RequireOpen();
        if (file.Kind == CaseKind.Individual)
            throw Refused.Conflict("not-a-couple", "A pathway takes two partners.");
        var pathway = await book.Find(body.PathwayKey, cancellationToken) is { ArchivedAt: null } found
            ? found
            : throw Refused.Invalid("pathwayKey", "Name a pathway of the catalogue, or one of your own that is not archived.", "unknown-pathway");
        var startOn = body.StartOn ?? days.Today;
        if (startOn < days.Today || IsTooFar(startOn))
            throw Refused.Invalid("startOn", "Must lie between today and two years on.");
        var dates = Dates(body.Dates ?? [], pathway, startOn);
        if (await db.Find<int>(RunningSql, new { file.CoupleId, PathwayKey = pathway.Key }, cancellationToken) > 0)
            throw Refused.Conflict("already-running", "The couple walks this pathway already.");

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                PathwayKey = pathway.Key,
                PathwayVersion = pathway.Version,
                pathway.Title,
                StartOn = startOn,
                StartedBy = scope.Caller.AccountId,
                StartedAt = days.Now,
            },
            cancellationToken);
        var catalogue = await toolkit.Catalogue(cancellationToken);
        foreach (var (index, step) in pathway.Steps.Index())
        {
            var date = dates.TryGetValue(index + 1, out var on) ? on : (DateOnly?)null;
            await db.Execute(
                InsertStepSql,
                new
                {
                    RunId = id,
                    Number = index + 1,
                    file.CoupleId,
                    step.ExerciseKey,
                    Title = catalogue.Exercise(step.ExerciseKey)?.Title ?? step.ExerciseKey,
                    step.Note,
                    Opens = date is null ? step.Opens : StepOpening.OnDate,
                    Days = date is null ? step.AfterDays : null,
                    OnDate = date,
                },
                cancellationToken);
        }

        await opening.Settle(file, await runs.Row(file.CoupleId, id, cancellationToken), isTouched: false, cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("pathway.started", id, cancellationToken);
        return await runs.Find(file.CoupleId, id, cancellationToken);
    }

    private Dictionary<int, DateOnly> Dates(IReadOnlyList<StepDate> dates, PathwayItem pathway, DateOnly startOn)
    {
        foreach (var (index, date) in dates.Index())
        {
            if (date.Step < 1 || date.Step > pathway.Steps.Count)
                throw Refused.Invalid($"dates[{index}].step", "Name a step of the pathway, from 1.", "unknown-step");
            if (date.On < startOn || IsTooFar(date.On))
                throw Refused.Invalid($"dates[{index}].on", "Must lie between the pathway's start and two years on.");
        }

        var byStep = dates.ToDictionary(date => date.Step, date => date.On);
        if (pathway.Steps.Index().Any(step => step.Item.Opens == StepOpening.OnDate && !byStep.ContainsKey(step.Index + 1)))
            throw Refused.Invalid("dates", "Give a day for each step that opens on a date.", "date-missing");
        return byStep;
    }

    private bool IsTooFar(DateOnly day) => day.DayNumber > days.Today.DayNumber + PathwayLimits.DaysAway;
}
