using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Homework;

/// <summary>Reaches the states that homework tests start from.</summary>
internal static class GivenHomework
{
    public static readonly DateOnly Monday = new(2026, 3, 2);

    public static NewAssignment Some(string key = "gratitude", string to = "each", Cadence? cadence = null, DateOnly? due = null) =>
        new(key, to, Monday, cadence ?? Cadence.Daily, due);

    public static Task<Assignment> Assign(this GivenPractice practice, GivenCouple couple, NewAssignment? body = null) =>
        practice.Desk.Send(practice.Therapist, new AssignHomeworkCommand(couple.Id, body ?? Some()));

    public static Task<PortalLogEntry> Log(
        this TestDesk desk, Caller partner, Guid assignment, DateOnly? day = null, LogOutcome outcome = LogOutcome.Done,
        LogShare share = LogShare.Therapist, string? noticed = null) =>
        desk.Send(partner, new LogHomeworkCommand(assignment, new NewLogEntry(day ?? Monday, outcome, share, Answers: Answers(noticed))));

    public static IReadOnlyDictionary<string, JsonElement>? Answers(string? noticed) =>
        noticed is null ? null : new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["noticed"] = Json(noticed) };

    /// <summary>A document of so many bytes, about.</summary>
    public static byte[] Pdf(int bytes = 100, string words = "") =>
        System.Text.Encoding.ASCII.GetBytes($"%PDF-1.7\n%{words}{new string('x', bytes)}\nstartxref\n9\n%%EOF\n");

    public static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    public static void GoTo(this TestDesk desk, DateOnly day) => desk.Clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero);

    public static Task Screen(this GivenPractice practice, GivenCouple couple, Guid partner, bool positive) => practice.Write(
        """
        INSERT INTO Screenings (Id, PracticeId, Seq, CoupleId, ClientId, ScreenedOn, Method, Answers, Total, Cutoff, Positive, Remarks, ByAccountId, At)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Day, 'Judgement', NULL, NULL, NULL, @Positive, NULL, @By, @At)
        """,
        ids => new
        {
            Id = ids.New(), Seq = ids.NextSequence(), CoupleId = couple.Id, ClientId = partner, Day = Monday, Positive = positive,
            By = practice.Therapist.AccountId, At = practice.Desk.Clock.Now,
        });

    public static async Task ScreenBoth(this GivenPractice practice, GivenCouple couple, bool positive = false)
    {
        await practice.Screen(couple, couple.A, positive);
        await practice.Screen(couple, couple.B, positive: false);
    }

    public static async Task Formulate(this GivenPractice practice, GivenCouple couple, string roleA, string roleB, DateOnly? disclosed, params string[] codes)
    {
        await practice.Write(
            """
            INSERT INTO Formulations (CoupleId, PracticeId, Severity, RoleA, RoleB, DisclosedOn, EarlierBreaches, Cultures, Summary, UpdatedAt, Version)
            VALUES (@CoupleId, @PracticeId, NULL, @RoleA, @RoleB, @Disclosed, NULL, NULL, NULL, @At, 1)
            """,
            _ => new { CoupleId = couple.Id, RoleA = roleA, RoleB = roleB, Disclosed = disclosed, At = practice.Desk.Clock.Now });
        foreach (var code in codes)
            await practice.Write("INSERT INTO FormulationCodes (CoupleId, PracticeId, Code) VALUES (@CoupleId, @PracticeId, @Code)", _ => new { CoupleId = couple.Id, Code = code });
    }

    public static Task Write(this GivenPractice practice, string sql, Func<IIds, object> args) => practice.Desk.InScope(
        practice.Therapist,
        services => services.GetRequiredService<IUnitOfWork>().InTransaction(
            () => services.GetRequiredService<IDb>().Execute(sql, args(services.GetRequiredService<IIds>()), CancellationToken.None),
            CancellationToken.None));
}

/// <summary>A desk with one practice and one couple.</summary>
public abstract class HomeworkTest : IAsyncLifetime
{
    protected TestDesk Desk { get; private set; } = null!;

    protected GivenPractice Practice { get; private set; } = null!;

    protected GivenCouple Pair { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Desk = await TestDesk.Open();
        Practice = await GivenPractice.Open(Desk);
        Pair = await Practice.Couple();
    }

    public async Task DisposeAsync() => await Desk.DisposeAsync();
}
