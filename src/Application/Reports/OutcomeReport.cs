namespace CounselDesk.Application.Reports;

/// <summary>How those fared who answered measures, as counts. No names and no single person's answers.</summary>
/// <param name="From">The first day counted.</param>
/// <param name="To">The last day counted.</param>
/// <param name="By">What the rows stand for.</param>
/// <param name="Rows">Clinicians by name, or months from the oldest, or one row.</param>
/// <param name="Withheld">Why a figure is null, in a sentence.</param>
public sealed record OutcomeReport(DateOnly From, DateOnly To, ReportGrouping By, IReadOnlyList<OutcomeRow> Rows, string Withheld);

/// <summary>One clinician, one month, or all.</summary>
/// <param name="From">The first day counted here.</param>
/// <param name="To">The last day counted here.</param>
/// <param name="TherapistId">The clinician; null for all together.</param>
/// <param name="TherapistName">That person's name.</param>
/// <param name="Cases">Cases open on some day of the period; null: withheld.</param>
/// <param name="Measures">Each measure that anybody whom the report counts answered in the whole period.</param>
public sealed record OutcomeRow(DateOnly From, DateOnly To, Guid? TherapistId, string? TherapistName, int? Cases, IReadOnlyList<MeasureOutcome> Measures);

/// <summary>The classes of those who answered a measure: each person's last answer of the period against their baseline.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="Title">Its name.</param>
/// <param name="Persons">The classes of persons.</param>
/// <param name="Couples">
/// The classes of couples of whom both answered: that of the partner who does less well. Only for all together, and only where of
/// persons no class is withheld, since from couples one could conclude to persons; else null.
/// </param>
public sealed record MeasureOutcome(string Measure, string Title, OutcomeCounts Persons, OutcomeCounts? Couples);

/// <summary>How many are of each class; null: withheld.</summary>
/// <param name="Answered">All of them.</param>
/// <param name="Recovered">Reliably better and across the cut-off.</param>
/// <param name="Improved">Reliably better.</param>
/// <param name="Unchanged">No reliable change.</param>
/// <param name="Deteriorated">Reliably worse.</param>
/// <param name="NotClassified">Nothing to compare yet, or no smallest reliable change is published.</param>
public sealed record OutcomeCounts(int? Answered, int? Recovered, int? Improved, int? Unchanged, int? Deteriorated, int? NotClassified);
