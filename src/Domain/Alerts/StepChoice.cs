using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Domain.Alerts;

/// <summary>What the choice of a next step needs to know of a case.</summary>
/// <param name="AnyScreeningPositive">A partner's newest screening shows fear, violence or coercive control.</param>
/// <param name="WeeksSinceDisclosure">Whole weeks since a betrayal came to light; null when none did or the day is unknown.</param>
/// <param name="AcuteWeeks">How many weeks after it count as the first ones.</param>
/// <param name="Distance">Whether they live together.</param>
/// <param name="Running">Keys of the exercises that they have at present.</param>
public sealed record StepSituation(
    bool AnyScreeningPositive, int? WeeksSinceDisclosure, int AcuteWeeks, Distance Distance, IReadOnlySet<string> Running);

/// <summary>Chooses the exercise of an alert's next step: the first of a short list that nothing speaks against.</summary>
public static class StepChoice
{
    /// <summary>Null where something speaks against each. What they do already comes only after all that they do not.</summary>
    public static Exercise? First(ToolkitCatalogue catalogue, IEnumerable<string> keys, StepSituation situation)
    {
        var fitting = keys.Select(catalogue.Exercise).OfType<Exercise>().Where(exercise => Fits(exercise, situation)).ToList();
        return fitting.Find(exercise => !situation.Running.Contains(exercise.Key)) ?? fitting.FirstOrDefault();
    }

    // While a screening is positive nothing is suggested that the two would have to do together, cautioned or not.
    static bool Fits(Exercise exercise, StepSituation situation) =>
        !(situation.AnyScreeningPositive && (exercise.HasCaution(CautionCodes.ViolenceOrCoercion) || exercise.Audience == Audience.Couple))
        && !(situation.WeeksSinceDisclosure < situation.AcuteWeeks && exercise.HasCaution(CautionCodes.AcuteBetrayal))
        && !(situation.Distance == Distance.LongDistance && exercise.WorksAtDistance == DistanceFit.No);
}
