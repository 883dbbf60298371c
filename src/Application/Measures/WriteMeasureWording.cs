using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>The words of a measure, for this practice alone.</summary>
/// <param name="Items">A sentence for each item, in order; each at most 500 characters.</param>
/// <param name="HoldsLicence">The practice holds the right to use these words in this way; 422 <c>licence-not-confirmed</c> unless true.</param>
/// <param name="Instruction">What stands above the items, at most 2000 characters.</param>
public sealed record MeasureWordingText(IReadOnlyList<string> Items, bool HoldsLicence, string? Instruction = null);

[Access(Roles.Admin | Roles.Supervisor)]
public sealed record WriteMeasureWordingCommand(string Key, int? Version, MeasureWordingText Body) : ICommand<MeasureWording>, IVersionedCommand;

public sealed class WriteMeasureWordingValidator : AbstractValidator<WriteMeasureWordingCommand>
{
    internal const int LongestInstruction = 2000;

    public WriteMeasureWordingValidator()
    {
        RuleFor(x => x.Body.Items).NotNull().Must(items => items is null || items.Count is > 0 and <= ResponseDays.MostAnswers)
            .WithMessage("Give one sentence for each item.");
        RuleForEach(x => x.Body.Items).NotNull().Line(Limits.ShortText);
        RuleFor(x => x.Body.Instruction).Prose(LongestInstruction);
    }
}

public sealed class WriteMeasureWordingHandler(WordingRecords records) : IRequestHandler<WriteMeasureWordingCommand, MeasureWording>
{
    public async Task<MeasureWording> Handle(WriteMeasureWordingCommand request, CancellationToken cancellationToken)
    {
        var (instrument, current) = await records.ToChange(request.Key, cancellationToken);
        request.RequireCurrent(current.Version);
        if (request.Body.Items.Count != instrument.Items.Count)
            throw Refused.Invalid("items", "Give as many sentences as the measure has items.");
        if (!request.Body.HoldsLicence)
            throw Refused.Rule("licence-not-confirmed", "Confirm by holdsLicence that the practice may use this wording.");
        return await records.Write(instrument, current.Version, JsonSerializer.Serialize(request.Body.Items), request.Body.Instruction, cancellationToken);
    }
}

/// <summary>Takes a measure's wording away; what was answered stays. A practice's own measure falls back to the words it was made with.</summary>
[Access(Roles.Admin | Roles.Supervisor)]
public sealed record RemoveMeasureWordingCommand(string Key, int? Version) : ICommand<Unit>, IVersionedCommand;

public sealed class RemoveMeasureWordingHandler(WordingRecords records) : IRequestHandler<RemoveMeasureWordingCommand, Unit>
{
    public async Task<Unit> Handle(RemoveMeasureWordingCommand request, CancellationToken cancellationToken)
    {
        var (instrument, current) = await records.ToChange(request.Key, cancellationToken);
        request.RequireCurrent(current.Version);
        if (current.Items.Count == 0 || current.Version == 0)
            throw Refused.NotFound("wording");
        await records.Write(instrument, current.Version, null, null, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Writes what the practice words itself.</summary>
public sealed class WordingRecords(IDb db, MeasureWordings wordings, PracticeMeasures measures, RequestScope scope, TimeProvider clock)
{
    private const string InsertSql = """
        INSERT INTO MeasureWordings (PracticeId, Measure, Items, Instruction, WrittenBy, WrittenAt, Version)
        VALUES (@PracticeId, @Measure, @Items, @Instruction, @AccountId, @Now, 1)
        """;

    private const string UpdateSql = """
        UPDATE MeasureWordings SET Items = @Items, Instruction = @Instruction, WrittenBy = @AccountId, WrittenAt = @Now, Version = Version + 1
        WHERE PracticeId = @PracticeId AND Measure = @Measure AND Version = @Version
        """;

    internal async Task<(Instrument Instrument, MeasureWording Current)> ToChange(string key, CancellationToken cancellationToken)
    {
        await db.Lock($"measure-wordings:{scope.Caller.PracticeId}", cancellationToken);
        var instrument = await wordings.Require(key, cancellationToken);
        if (await wordings.IsOurs(instrument, cancellationToken))
            throw Refused.Conflict("built-in-wording", "This measure's wording is CounselDesk's own and stays as it is.");
        await measures.RequireInUse(key, cancellationToken);
        return (instrument, await wordings.Of(instrument, cancellationToken));
    }

    internal async Task<MeasureWording> Write(Instrument instrument, int version, string? items, string? instruction, CancellationToken cancellationToken)
    {
        var (measure, now) = (instrument.Key, clock.GetUtcNow());
        if (version == 0)
            await db.Execute(InsertSql, new { Measure = measure, Items = items, Instruction = instruction, scope.Caller.AccountId, Now = now }, cancellationToken);
        else
            await db.Execute(UpdateSql, new { Measure = measure, Items = items, Instruction = instruction, scope.Caller.AccountId, Now = now, Version = version }, cancellationToken).OrStale();
        return await wordings.Of(instrument, cancellationToken);
    }
}
