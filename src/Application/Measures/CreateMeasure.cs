using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>
/// A measure of the practice's own. Its facts never change once it is made: other items, ranges or constants are another measure,
/// with a key of its own. Numbers are in points. It is never confidential: screenings are built in.
/// </summary>
/// <param name="Key">Kebab-case, at most 60 characters; no built-in measure's, and none that the practice ever used.</param>
/// <param name="Title">One line of at most 100 characters.</param>
/// <param name="Better">Which end of the scale is the better one.</param>
/// <param name="Items">1 to 100, in the order in which answers are sent.</param>
/// <param name="Licence">By what right the practice uses the wording, at most 500 characters.</param>
/// <param name="Source">Where the facts come from, at most 150 characters.</param>
/// <param name="Decimals">Decimal places of answers and totals, 0 to 2.</param>
/// <param name="Multiplier">What the sum of answers is multiplied by for the total, 1 to 20.</param>
/// <param name="HasTotal">False where only the sub-scales have a meaning; then there are no cut-offs, bands or reliable change.</param>
/// <param name="Subscales">At most 10.</param>
/// <param name="CutOffs">At most 2; the first decides on recovery, and names the worse side.</param>
/// <param name="Bands">At most 10, from the lowest total to the highest, without gap or overlap.</param>
/// <param name="ReliableChange">The smallest reliable change; without it change is reported without a verdict.</param>
/// <param name="Missing">What becomes of unanswered items; every item is required unless told.</param>
/// <param name="RiskItem">The number of the item that raises an alert whenever it is answered above its lowest answer.</param>
/// <param name="Recall">The time that the items ask about, at most 100 characters.</param>
/// <param name="Instruction">What stands above the items, at most 2000 characters.</param>
public sealed record NewMeasure(
    string Key, string Title, BetterEnd Better, IReadOnlyList<NewMeasureItem> Items, string Licence, string Source,
    int Decimals = 0, int Multiplier = 1, bool HasTotal = true, IReadOnlyList<NewSubscale>? Subscales = null, IReadOnlyList<NewCutOff>? CutOffs = null,
    IReadOnlyList<NewBand>? Bands = null, NewReliableChange? ReliableChange = null, NewMissingRule? Missing = null, int? RiskItem = null,
    string? Recall = null, string? Instruction = null);

/// <param name="Wording">The sentence, in the practice's own words or under its licence, at most 500 characters.</param>
/// <param name="Min">Lowest answer, 0 to 1000.</param>
/// <param name="Max">Highest answer, above the lowest, at most 1000.</param>
/// <param name="Step">Distance between neighbouring answers; 1 unless told.</param>
/// <param name="Reversed">Whether it counts as min + max - answer.</param>
public sealed record NewMeasureItem(string Wording, decimal Min, decimal Max, decimal Step = 1, bool Reversed = false);

/// <param name="Key">Kebab-case, at most 30 characters.</param>
/// <param name="Items">Item numbers, from 1.</param>
public sealed record NewSubscale(string Key, IReadOnlyList<int> Items);

/// <param name="Meaning">What lies on its side is called, kebab-case, at most 40 characters: <c>distressed</c>.</param>
/// <param name="Comparison">Which side that is.</param>
/// <param name="Points">Between the lowest total and the highest, with at most two decimals.</param>
/// <param name="Source">Where it is published, at most 150 characters; the measure's own source unless told.</param>
public sealed record NewCutOff(string Meaning, CutOffComparison Comparison, decimal Points, string? Source = null);

/// <param name="Label">One line of at most 60 characters.</param>
/// <param name="From">Its lowest total.</param>
/// <param name="To">Its highest total; the next band begins one unit of the total above it.</param>
public sealed record NewBand(string Label, decimal From, decimal To);

/// <summary>Either sd and alpha, from which it is worked out by Jacobson and Truax (1991), or a published number of points.</summary>
/// <param name="Source">Where the numbers are published, at most 150 characters.</param>
/// <param name="Sd">Standard deviation, in points.</param>
/// <param name="Alpha">Reliability, 0 to below 1.</param>
/// <param name="Points">The published threshold, with at most two decimals.</param>
public sealed record NewReliableChange(string Source, decimal? Sd = null, decimal? Alpha = null, decimal? Points = null);

/// <param name="Rule">The rule. Prorating needs one range for all items, and no sub-scales.</param>
/// <param name="AtLeast">For <c>prorate</c>: the fewest answered items that can be scored.</param>
public sealed record NewMissingRule(MissingRule Rule, int? AtLeast = null);

[Access(Roles.Admin | Roles.Supervisor)]
public sealed record CreateMeasureCommand(NewMeasure Body) : ICommand<MeasureFacts>;

public sealed class CreateMeasureValidator : AbstractValidator<CreateMeasureCommand>
{
    internal const int LongestSource = 150;

    public CreateMeasureValidator()
    {
        RuleFor(x => x.Body.Key).NotNull().Must(key => key is null || ExerciseFaults.IsKey(key)).WithMessage("A key is kebab-case, begins with a letter and has at most 60 characters.");
        RuleFor(x => x.Body.Title).NotNull().Line(Domain.Limits.Name);
        RuleFor(x => x.Body.Better).IsInEnum();
        RuleFor(x => x.Body.Items).NotNull().Must(items => items is null || items.Count is > 0 and <= ResponseDays.MostAnswers).WithMessage($"Give 1 to {ResponseDays.MostAnswers} items.");
        RuleForEach(x => x.Body.Items).NotNull().ChildRules(item =>
        {
            item.RuleFor(x => x.Wording).NotNull().Line(Domain.Limits.ShortText);
            item.RuleFor(x => x.Min).InclusiveBetween(0, MeasureDraft.HighestAnswer);
            item.RuleFor(x => x.Max).InclusiveBetween(0, MeasureDraft.HighestAnswer);
            item.RuleFor(x => x.Step).InclusiveBetween(0.01m, MeasureDraft.HighestAnswer);
        });
        RuleFor(x => x.Body.Licence).NotNull().Prose(Domain.Limits.ShortText);
        RuleFor(x => x.Body.Source).NotNull().Line(LongestSource);
        RuleFor(x => x.Body.Decimals).InclusiveBetween(0, 2);
        RuleFor(x => x.Body.Multiplier).InclusiveBetween(1, 20);
        RuleFor(x => x.Body.Subscales).Must(AtMost<NewSubscale>(10)).WithMessage("At most 10.");
        RuleForEach(x => x.Body.Subscales).NotNull().ChildRules(scale =>
        {
            scale.RuleFor(x => x.Key).NotNull().Must(key => key is null || (ExerciseFaults.IsKey(key) && key.Length <= 30)).WithMessage("Kebab-case, at most 30 characters.");
            scale.RuleFor(x => x.Items).NotNull();
        });
        RuleFor(x => x.Body.CutOffs).Must(AtMost<NewCutOff>(2)).WithMessage("At most 2.");
        RuleForEach(x => x.Body.CutOffs).NotNull().ChildRules(cutOff =>
        {
            cutOff.RuleFor(x => x.Meaning).NotNull().Must(key => key is null || (ExerciseFaults.IsKey(key) && key.Length <= 40)).WithMessage("Kebab-case, at most 40 characters.");
            cutOff.RuleFor(x => x.Comparison).IsInEnum();
            cutOff.RuleFor(x => x.Points).InclusiveBetween(0, MeasureDraft.HighestTotal);
            cutOff.RuleFor(x => x.Source).Line(LongestSource);
        });
        RuleFor(x => x.Body.Bands).Must(AtMost<NewBand>(10)).WithMessage("At most 10.");
        RuleForEach(x => x.Body.Bands).NotNull().ChildRules(band =>
        {
            band.RuleFor(x => x.Label).NotNull().Line(60);
            band.RuleFor(x => x.From).InclusiveBetween(0, MeasureDraft.HighestTotal);
            band.RuleFor(x => x.To).InclusiveBetween(0, MeasureDraft.HighestTotal);
        });
        RuleFor(x => x.Body.ReliableChange!.Source).NotNull().Line(LongestSource).When(x => x.Body.ReliableChange is not null);
        RuleFor(x => x.Body.ReliableChange!.Sd).InclusiveBetween(0.01m, MeasureDraft.HighestTotal).When(x => x.Body.ReliableChange is not null);
        RuleFor(x => x.Body.ReliableChange!.Alpha).InclusiveBetween(0, 0.9999m).When(x => x.Body.ReliableChange is not null);
        RuleFor(x => x.Body.ReliableChange!.Points).InclusiveBetween(0.01m, MeasureDraft.HighestTotal).When(x => x.Body.ReliableChange is not null);
        RuleFor(x => x.Body.Missing!.Rule).IsInEnum().When(x => x.Body.Missing is not null);
        RuleFor(x => x.Body.Recall).Line(Domain.Limits.Name);
        RuleFor(x => x.Body.Instruction).Prose(WriteMeasureWordingValidator.LongestInstruction);
    }

    private static Func<IReadOnlyList<T>?, bool> AtMost<T>(int most) => list => list is null || list.Count <= most;
}

public sealed class CreateMeasureHandler(OwnMeasures measures) : IRequestHandler<CreateMeasureCommand, MeasureFacts>
{
    public Task<MeasureFacts> Handle(CreateMeasureCommand request, CancellationToken cancellationToken)
    {
        var (instrument, faults) = MeasureDraft.Read(request.Body);
        return faults.Count == 0
            ? measures.Add(instrument, cancellationToken)
            : throw Refused.Invalid(new ValidationResult(faults.Select(fault => new ValidationFailure(fault.Field, fault.Rule))));
    }
}
