using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Timeline;

public enum TimelineKind
{
    Session,

    /// <summary>A progress note: that there is one, and whether it is signed. Psychotherapy notes are in no timeline.</summary>
    Note,

    /// <summary>Homework that was given.</summary>
    Assignment,

    /// <summary>A partner's entries of one day.</summary>
    Logs,

    Response,

    Screening,

    Alert,

    Goal,

    /// <summary>A goal's status changed.</summary>
    GoalStatus,

    GoalRating,

    Event,

    /// <summary>A version of the agreement was written.</summary>
    Agreement,

    /// <summary>A partner accepted a version of the agreement.</summary>
    Acceptance,

    Pathway,

    /// <summary>The case's status changed.</summary>
    Status,

    Consent,

    /// <summary>Homework ended: it was completed or withdrawn, or its due day passed, on which it stands. A late entry or another due day undoes that.</summary>
    AssignmentEnd,
}

/// <summary>Something dated of a case. For its clinicians alone.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The resource, where it is one by itself.</param>
/// <param name="On">The day that it is about, in the practice's time zone.</param>
/// <param name="At">The instant; null where only the day counts.</param>
/// <param name="PartnerId">Whose it is, where it is one partner's: do not mention it in front of the other.</param>
/// <param name="State">What it was or became, such as <c>held</c>, <c>signed</c> or <c>setback</c>.</param>
/// <param name="Title">What it is called: an exercise, a measure, a pathway, a goal, an event. Never a note's text.</param>
/// <param name="Number">A count of entries, a level, a severity or a version, as the kind has it.</param>
public sealed record TimelineItem(
    TimelineKind Kind, Guid? Id, DateOnly On, DateTimeOffset? At, Guid? PartnerId, string? State, string? Title, int? Number);

/// <param name="CoupleId">The case.</param>
/// <param name="Page">Which page.</param>
/// <param name="Kind">Only this kind.</param>
/// <param name="From">From this day on.</param>
/// <param name="To">Up to and with this day.</param>
/// <param name="PartnerId">Only what is this partner's.</param>
[Access(Roles.Clinicians)]
public sealed record GetTimelineQuery(
    Guid CoupleId, PageRequest Page, TimelineKind? Kind = null, DateOnly? From = null, DateOnly? To = null, Guid? PartnerId = null)
    : IQuery<Page<TimelineItem>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetTimelineValidator : AbstractValidator<GetTimelineQuery>
{
    public GetTimelineValidator() => RuleFor(x => new DayRange(x.From, x.To)).SetValidator(DayRange.Rules).OverridePropertyName("");
}

/// <summary>
/// Newest first. Each kind gives no more than a page, from where the page begins; they are put in order here. What has only a
/// day stands at the day's start, and among equal times the order of entering decides, so that no page skips or repeats.
/// </summary>
public sealed class GetTimelineHandler(CareTimeline care, HomeworkTimeline homework, ProgressTimeline progress, RequestScope scope, PracticeDays days)
    : IRequestHandler<GetTimelineQuery, Page<TimelineItem>>
{
    private const string List = "timeline";

    public async Task<Page<TimelineItem>> Handle(GetTimelineQuery request, CancellationToken cancellationToken)
    {
        if (request.PartnerId is { } partner)
            scope.Case.RequirePartner(partner, "partnerId");
        scope.SubjectId = request.PartnerId;
        var found = new List<TimelineRow>();
        var window = TimelineWindow.Of(request, List, days);
        foreach (var kind in request.Kind is { } only ? [only] : Enum.GetValues<TimelineKind>())
        {
            var rows = await care.Rows(kind, window, cancellationToken)
                ?? await homework.Rows(kind, window, cancellationToken)
                ?? await progress.Rows(kind, window, cancellationToken)
                ?? throw new ArgumentOutOfRangeException(nameof(request));
            found.AddRange(rows.Select(row => row with { Kind = kind, Key = row.At ?? days.StartOf(row.Day!.Value) }));
        }

        var ordered = found.OrderByDescending(row => row.Key).ThenByDescending(row => row.Seq).Take(request.Page.Take).ToList();
        return PageRequest.Cut(List, request.Page, ordered, row => (row.Key, row.Seq)).Map(row => row.ToItem(days, progress));
    }
}

/// <summary>From where the page goes on, for what has an instant and for what has only a day.</summary>
internal sealed record TimelineWindow(
    Guid CoupleId, Guid? ClientId, DateTimeOffset FromAt, DateTimeOffset BeforeAt, long BeforeSeq, DateOnly FromDay, DateOnly BeforeDay, long BeforeDaySeq, int Take)
{
    /// <summary>Ends the statement of a kind that has instants and that may be one partner's: the page from where it begins.</summary>
    public const string InstantsPartSql = " WHERE " + BeforeInstantPartSql + " AND " + OfPartnerPartSql + NewestInstantPartSql;

    /// <summary>The same of a kind that is the case's, and so nobody's alone.</summary>
    public const string OfCasePartSql = " WHERE " + BeforeInstantPartSql + NewestInstantPartSql;

    /// <summary>The same of a kind that has days and that may be one partner's.</summary>
    public const string DaysPartSql =
        " WHERE x.Day >= @FromDay AND x.Day <= @BeforeDay AND (x.Day < @BeforeDay OR x.Seq < @BeforeDaySeq) AND " + OfPartnerPartSql
        + " ORDER BY x.Day DESC, x.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";

    private const string BeforeInstantPartSql = "x.At >= @FromAt AND x.At <= @BeforeAt AND (x.At < @BeforeAt OR x.Seq < @BeforeSeq)";

    private const string OfPartnerPartSql = "(@ClientId IS NULL OR x.ClientId = @ClientId)";

    private const string NewestInstantPartSql = " ORDER BY x.At DESC, x.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";

    public static TimelineWindow Of(GetTimelineQuery request, string list, PracticeDays days)
    {
        var (time, seq) = request.Page.BeforeTime(list);
        var from = request.From is { Year: > 1 } first ? first : new DateOnly(1, 1, 3);
        if (request.To is { Year: < 9999 } last && days.StartOf(last.AddDays(1)) is var end && end <= time)
            (time, seq) = (end, long.MinValue);
        // A day stands at its start: that of the instant itself counts only where the instant is that start.
        var day = time.Year is > 1 and < 9999 ? days.DayOf(time) : DateOnly.FromDateTime(time.UtcDateTime);
        var isStart = time.Year is > 1 and < 9999 && days.StartOf(day) == time;
        return new TimelineWindow(
            request.CoupleId, request.PartnerId, days.StartOf(from), time, seq, from, isStart || time.Year >= 9999 ? day : day.AddDays(1), isStart ? seq : long.MinValue,
            request.Page.Take);
    }
}

/// <summary>One entry as the database gives it, of whatever kind.</summary>
internal sealed record TimelineRow
{
    public Guid? Id { get; init; }

    public long Seq { get; init; }

    public DateTimeOffset? At { get; init; }

    public DateOnly? Day { get; init; }

    public Guid? ClientId { get; init; }

    public string? State { get; init; }

    public string? Title { get; init; }

    public int? Number { get; init; }

    internal TimelineKind Kind { get; init; }

    internal DateTimeOffset Key { get; init; }

    public TimelineItem ToItem(PracticeDays days, ProgressTimeline progress) => new(
        Kind, Id, Day ?? days.DayOf(At!.Value), At, ClientId, State is null ? null : System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(State),
        progress.Open(this), Number);
}
