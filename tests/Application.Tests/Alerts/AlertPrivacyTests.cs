using System.Reflection;
using System.Text.Json;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Goals;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

/// <summary>What partners and third parties read is the same, letter by letter, whatever alerts there are of one partner.</summary>
public sealed class AlertPrivacyTests : ProgressTest
{
    [Fact]
    public async Task No_alert_of_one_partner_shows_in_what_the_other_or_a_third_party_reads()
    {
        var assignment = await Live();
        var joint = await Release("joint", Given.A, Given.B);
        var own = await Release(Given.B.ToString(), Given.B);
        var before = await Everything(assignment, joint, own);
        Assert.True(before.Count(answer => !answer.Contains("refused", StringComparison.Ordinal)) > 30, "Too little was read to prove anything.");

        foreach (var kind in Enum.GetValues<AlertKind>())
            await Raise(kind, assignment);
        Assert.Equal(before, await Everything(assignment, joint, own));
        foreach (var alert in (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items)
            await Desk.Send(Practice.Therapist, new AcknowledgeAlertCommand(alert.Id, null, new Acknowledgement("CANARY note")));
        Assert.Equal(before, await Everything(assignment, joint, own));

        // The clinicians' own page has them, so the search could fail.
        var progress = JsonSerializer.Serialize(await Desk.Send(Practice.Therapist, new ListAlertsQuery(default)));
        Assert.Contains("CANARY basis", progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertKind.NoAnswer)]
    [InlineData(AlertKind.RiskAnswer)]
    public async Task What_other_systems_are_told_names_the_alert_and_nobody(AlertKind kind)
    {
        await Raise(kind, Guid.Empty);
        var alert = Assert.Single((await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items);
        var told = Assert.Single(await Desk.Rows<Told>("SELECT o.EventType, o.ResourceId, o.ClientId FROM Outbox o WHERE o.EventType = 'alert.raised'"));
        Assert.Equal(("alert.raised", alert.Id, null), (told.EventType, told.ResourceId, told.ClientId));
    }

    /// <summary>Something of all that partners read.</summary>
    private async Task<Guid> Live()
    {
        var assignment = await Practice.Assign(Given);
        await Practice.Assign(Given, GivenHomework.Some("daily-check-in", "couple"));
        await Desk.Log(Given.PartnerA, assignment.Id, Monday, share: LogShare.PartnerToo, noticed: "Something");
        await Desk.Log(Given.PartnerB, assignment.Id, Monday);
        await Pulse(Given.PartnerA, 30);
        await Pulse(Given.PartnerB, 20);
        await Desk.RateOwn(Given.PartnerB, await Practice.SetGoal(Given), 1);
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Given.Id, 0, new NewAgreement([new AgreementRow("reassurance", "Say so", Cadence.Daily)], Monday.AddDays(60))));
        return assignment.Id;
    }

    private Task<bool> Raise(AlertKind kind, Guid assignment) => Desk.InScope(Practice.Therapist, services => services.GetRequiredService<IUnitOfWork>().InTransaction(
        () => services.GetRequiredService<RaiseAlert>().Raise(
            Given.Id, Given.A, kind, $"test:{kind}", "CANARY basis.", CancellationToken.None, [assignment], Monday.AddDays(-20)),
        CancellationToken.None));

    /// <summary>Every query that partners may send, by each of them, and the pages for both and for third parties.</summary>
    private async Task<IReadOnlyList<string>> Everything(Guid assignment, Release joint, Release own)
    {
        var answers = new List<string>();
        var log = Assert.Single(await Desk.Rows<Guid>("SELECT l.Id FROM AssignmentLogs l WHERE l.ClientId = @A", new { Given.A }));
        var queries = typeof(IDb).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<AccessAttribute>() is { } access && access.Roles.HasFlag(Roles.Partner) && ResultOf(type) is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal).ToList();
        Assert.True(queries.Count >= 20, $"Only {queries.Count} queries of partners were found.");
        foreach (var partner in new[] { Given.PartnerA, Given.PartnerB })
        {
            foreach (var query in queries)
                answers.Add($"{query.Name}: {await Read(partner, query, assignment, log)}");
        }

        foreach (var (audience, release) in new[] { (ReportAudience.Couple, (Guid?)null), (ReportAudience.ThirdParty, joint.Id), (ReportAudience.ThirdParty, own.Id) })
            answers.Add(await Desk.Send(Practice.Therapist, new PrintReportQuery(Given.Id, audience, release)));
        return answers;
    }

    private async Task<string> Read(Caller partner, Type query, Guid assignment, Guid log)
    {
        var arguments = query.GetConstructors()[0].GetParameters().Select(parameter => parameter switch
        {
            { Name: "LogId" } => log,
            { ParameterType: var type } when type == typeof(Guid) => assignment,
            { ParameterType: var type } when type == typeof(string) => "trust-pulse",
            { ParameterType: var type } when type == typeof(HandoutForm) => new HandoutForm(null, null),
            { ParameterType: { IsValueType: true } type } when Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
            _ => null,
        });
        var sent = (Task)typeof(TestDesk).GetMethod(nameof(TestDesk.Send))!.MakeGenericMethod(ResultOf(query)!)
            .Invoke(Desk, [partner, Activator.CreateInstance(query, [.. arguments]), null])!;
        try
        {
            await sent;
        }
        catch (Refused refused)
        {
            return $"refused {refused.Code}";
        }

        return JsonSerializer.Serialize(sent.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(sent));
    }

    private static Type? ResultOf(Type query) =>
        query.GetInterfaces().FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IQuery<>))?.GetGenericArguments()[0];

    private async Task<Release> Release(string scope, params Guid[] authorizing)
    {
        foreach (var partner in authorizing)
            await Desk.Send(Practice.Therapist, new RecordConsentCommand(Given.Id, new NewConsent(partner, ConsentKind.Release, Monday, Recipient: "Dr. Hill", Purpose: "Custody hearing", ExpiresOn: Monday.AddDays(30))));
        return await Desk.Send(Practice.Therapist, new ReleaseRecordCommand(Given.Id, new NewRelease("Dr. Hill", "Custody hearing", "Report", ReleaseMethod.Mail, scope)));
    }

    private sealed record Told
    {
        public string EventType { get; init; } = "";

        public Guid ResourceId { get; init; }

        public Guid? ClientId { get; init; }
    }
}
