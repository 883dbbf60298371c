using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using FluentValidation;

namespace CounselDesk.Application.Homework;

/// <summary>What one partner did in a period. Entering again in the same period replaces it, and the earlier form is kept.</summary>
/// <param name="Day">When, in the practice's time zone: within the assignment and not in the future.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Share">Who may read the answers; the therapist alone unless told.</param>
/// <param name="Helpful">How helpful it was, 0 to 10.</param>
/// <param name="Difficulty">How hard it was, 0 to 10.</param>
/// <param name="Answers">By the key of the exercise's reflection question: text of at most 4000 characters, a whole number from 0 to 10, or one of the choices.</param>
/// <param name="Barrier">What stood in the way, for what was skipped or partly done; at most 500 characters. Only the therapist reads it.</param>
/// <param name="BarrierCode">The same as one of the listed words, instead or beside; never asked for, since not everybody can say. <c>felt-unsafe</c> tells the therapist at once, and nobody else.</param>
public sealed record NewLogEntry(
    DateOnly Day, LogOutcome Outcome, LogShare Share = LogShare.Therapist, int? Helpful = null, int? Difficulty = null,
    IReadOnlyDictionary<string, JsonElement>? Answers = null, string? Barrier = null, BarrierCode? BarrierCode = null);

public sealed class NewLogEntryValidator : AbstractValidator<NewLogEntry>
{
    public NewLogEntryValidator()
    {
        RuleFor(x => x.Helpful).InclusiveBetween(0, HomeworkLimits.RatingMaximum);
        RuleFor(x => x.Difficulty).InclusiveBetween(0, HomeworkLimits.RatingMaximum);
        RuleFor(x => x.Barrier).Prose(HomeworkLimits.Barrier);
        RuleFor(x => x.BarrierCode).IsInEnum();
        RuleFor(x => x.BarrierCode).Null().When(x => x.Outcome == LogOutcome.Done).WithMessage("Only for what was skipped or partly done.");
        RuleFor(x => x.Barrier).Null().When(x => x.Outcome == LogOutcome.Done).WithMessage("Only for what was skipped or partly done.");
    }
}

/// <summary>One partner's entry, as the therapist reads it.</summary>
/// <param name="Id">The entry.</param>
/// <param name="PartnerId">Whose it is.</param>
/// <param name="Period">The period it stands for, named by the number of its first day in the assignment, from 1: the day, the week, from a given weekday on, or 1 for once.</param>
/// <param name="Day">When it was done or skipped.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Share">Who may read the answers, as the partner chose.</param>
/// <param name="Helpful">How helpful it was, 0 to 10.</param>
/// <param name="Difficulty">How hard it was, 0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words. Do not raise <c>felt-unsafe</c> in front of the other partner.</param>
/// <param name="InSession">The therapist entered it with the partner in session; else the partner did.</param>
/// <param name="EnteredAt">When it was entered in this form.</param>
/// <param name="Quality">How well it was done by the therapist's rating, 0 to 10; null until rated, and again once it is amended.</param>
/// <param name="IsReviewed">The therapist has reviewed it in this form.</param>
/// <param name="Earlier">The forms it had before, newest first.</param>
/// <param name="Attachments">Photographs and documents of paper homework.</param>
/// <param name="Version">Rises with each amendment.</param>
public sealed record LogEntry(
    Guid Id, Guid PartnerId, int Period, DateOnly Day, LogOutcome Outcome, LogShare Share, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, bool InSession, DateTimeOffset EnteredAt,
    int? Quality, bool IsReviewed, IReadOnlyList<EarlierLogEntry> Earlier, IReadOnlyList<LogAttachment> Attachments, int Version) : IVersioned;

/// <summary>The form an entry had before it was amended.</summary>
/// <param name="Version">Which form, from 1.</param>
/// <param name="Day">When it was said to be done or skipped.</param>
/// <param name="Outcome">What was said to have become of it.</param>
/// <param name="Share">Who might read the answers.</param>
/// <param name="Helpful">0 to 10.</param>
/// <param name="Difficulty">0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words. Do not raise <c>felt-unsafe</c> in front of the other partner.</param>
/// <param name="InSession">The therapist entered this form in session; else the partner did.</param>
/// <param name="EnteredAt">When this form was entered.</param>
/// <param name="AmendedAt">When the next one took its place.</param>
public sealed record EarlierLogEntry(
    int Version, DateOnly Day, LogOutcome Outcome, LogShare Share, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, bool InSession, DateTimeOffset EnteredAt, DateTimeOffset AmendedAt);

/// <summary>The columns of what was said in a form of an entry: of the one that stands, and of those before it.</summary>
internal abstract record LogFormColumns
{
    public int Version { get; init; }

    public DateOnly DoneOn { get; init; }

    public LogOutcome Outcome { get; init; }

    public int? Helpful { get; init; }

    public int? Difficulty { get; init; }

    public string? Answers { get; init; }

    public LogShare Share { get; init; }

    public string? Barrier { get; init; }

    public BarrierCode? BarrierCode { get; init; }

    public Guid? EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public bool InSession => EnteredBy is not null;

    public IReadOnlyDictionary<string, JsonElement> OpenAnswers(ITextProtector protector) => protector.OpenAnswers(Answers);

    public string? OpenBarrier(ITextProtector protector) => protector.Open(HomeworkTexts.Barrier, Barrier);
}

/// <summary>An entry as the database gives it.</summary>
internal sealed record LogRow : LogFormColumns
{
    public const string SelectSql = """
        SELECT l.Id, l.Seq, l.AssignmentId, l.ClientId, l.Period, l.DoneOn, l.Outcome, l.Helpful, l.Difficulty, l.Answers, l.Share, l.Barrier, l.BarrierCode, l.EnteredBy, l.EnteredAt, l.Version
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId
        """;

    /// <summary>With what clinicians made of it, which no statement of a partner reads.</summary>
    public const string ReviewedSelectSql = """
        SELECT l.Id, l.Seq, l.AssignmentId, l.ClientId, l.Period, l.DoneOn, l.Outcome, l.Helpful, l.Difficulty, l.Answers, l.Share, l.Barrier, l.BarrierCode, l.EnteredBy, l.EnteredAt, l.Version,
          l.Quality, l.ReviewedVersion
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid AssignmentId { get; init; }

    public Guid ClientId { get; init; }

    public int Period { get; init; }

    public int? Quality { get; init; }

    public int? ReviewedVersion { get; init; }

    public LogEntry ToEntry(ITextProtector protector, IEnumerable<EarlierLogRow> earlier, IEnumerable<LogAttachment> attachments) => new(
        Id, ClientId, Period, DoneOn, Outcome, Share, Helpful, Difficulty, OpenAnswers(protector), OpenBarrier(protector), BarrierCode, InSession, EnteredAt,
        Quality, ReviewedVersion == Version, [.. earlier.Select(row => row.ToEntry(protector))], [.. attachments], Version);
}

/// <summary>An earlier form of an entry, as the database gives it.</summary>
internal sealed record EarlierLogRow : LogFormColumns
{
    public const string OfSql = """
        SELECT h.LogId, h.Version, h.DoneOn, h.Outcome, h.Helpful, h.Difficulty, h.Answers, h.Share, h.Barrier, h.BarrierCode, h.EnteredBy, h.EnteredAt, h.AmendedAt
        FROM AssignmentLogHistory h
        WHERE h.PracticeId = @PracticeId AND h.LogId IN @Ids
        ORDER BY h.Version DESC
        """;

    public Guid LogId { get; init; }

    public DateTimeOffset AmendedAt { get; init; }

    public EarlierLogEntry ToEntry(ITextProtector protector) => new(
        Version, DoneOn, Outcome, Share, Helpful, Difficulty, OpenAnswers(protector), OpenBarrier(protector), BarrierCode, InSession, EnteredAt, AmendedAt);
}
