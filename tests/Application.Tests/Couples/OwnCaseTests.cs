using System.Reflection;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Couples;

/// <summary>How far an emergency access goes. Every command about a case stands on one of the two lists, so that a new one is decided.</summary>
public sealed class OwnCaseTests : CaseTests
{
    /// <summary>What ends a case or gives it away, speaks in writing for a partner, is final, or writes over what has no history.</summary>
    private static readonly string[] OnlyItsOwn =
    [
        "AcceptAgreement", "ChangeCoupleStatus", "ChangeGoalStatus", "RecordConsent", "ReleaseRecord", "RevokeConsent", "SeparateCouple",
        "UpdateCouple", "WriteFormulation", "WritePartnerPulseSharing",
    ];

    /// <summary>What may be needed within the hours, keeps what was before, or is signed by whoever does it.</summary>
    private static readonly string[] AlsoInAnEmergency =
    [
        "AcknowledgeAlert", "AddAddendum", "AdvancePathway", "AssignBatch", "AssignHomework", "AttachToLog", "BookSeries", "BookSession", "CancelFollowing",
        "CancelSession", "ChangeAssignment", "ChangeGoal", "CorrectResponse", "CosignNote", "DiscardNote", "DraftNote", "HoldSession", "ImportResponses",
        "LogEvent", "LogInSession", "NameBaseline", "PauseAssignment", "PauseCautioned", "RateGoal", "RecordNoShow", "RecordResponse", "RecordScreening",
        "RemoveAttachment", "RequestMeasure", "RescheduleFollowing", "RescheduleSession", "ResumeAssignment", "ReturnNote", "ReviewHomework", "SendMessage",
        "SetGoal", "SignNote", "SkipStep", "StartPathway", "StopMeasureRequest", "StopPathway", "TickAgreement", "UpdateNote", "WithdrawAssignment",
        "WithdrawEvent", "WithdrawMessage", "WriteAgreement", "WritePartnerSafeContact",
    ];

    [Fact]
    public void Every_command_about_a_case_is_decided() => Assert.Equal(
        OnlyItsOwn.Concat(AlsoInAnEmergency).Order(StringComparer.Ordinal),
        ClinicalCommands().Select(command => command.Name[..^"Command".Length]).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Emergency_access_passes_the_wall_for_one_list_and_not_for_the_other()
    {
        // With every clinical role, so that the wall alone decides: some commands are for supervisors.
        var (own, other) = (Practice.Therapist with { Roles = Roles.Clinicians }, (await GivenEmergencyAccess()) with { Roles = Roles.Clinicians });
        var refused = new List<string>();
        foreach (var command in ClinicalCommands())
        {
            var access = command.GetCustomAttribute<AccessAttribute>()!;
            await Opened(own, access);
            try
            {
                await Opened(other, access);
            }
            catch (Refused refusal)
            {
                Assert.Equal((RefusalKind.Forbidden, "not-your-case"), (refusal.Kind, refusal.Code));
                refused.Add(command.Name[..^"Command".Length]);
            }
        }

        Assert.Equal(OnlyItsOwn, refused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Emergency_access_neither_ends_a_case_nor_signs_for_a_partner()
    {
        var (other, day) = (await GivenEmergencyAccess(), new DateOnly(2026, 3, 1));
        await Desk.Send(other, new SeparateCoupleCommand(Given.Id, null, new Separation("They part", day, []))).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(other, new ChangeCoupleStatusCommand(Given.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done"))).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(other, new RecordConsentCommand(Given.Id, new NewConsent(Given.A, ConsentKind.Treatment, day))).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(other, new WritePartnerPulseSharingCommand(Given.Id, Given.A, null, new SignedPulseSharing(true, day))).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        Assert.Equal((CoupleStatus.Intake, 1), await State());
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Consents"));
        Assert.Equal(
            ["change-couple-status:On call", "record-consent:On call", "separate-couple:On call", "write-partner-pulse-sharing:On call"],
            await Desk.Rows<string>("SELECT CONCAT(Action, ':', Reason) FROM AuditEntries WHERE CoupleId = @Id AND Outcome = 'Refused' ORDER BY Action", new { Given.Id }));
    }

    [Fact]
    public async Task A_supervisor_of_the_cases_therapist_needs_no_emergency()
    {
        var given = await Practice.Couple(Practice.Associate);
        var closed = await Desk.Send(Practice.Supervisor, new ChangeCoupleStatusCommand(given.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done")));
        Assert.Equal(CoupleStatus.Closed, closed.Status);
    }

    private async Task<(CoupleStatus Status, int Version)> State()
    {
        var couple = await Desk.Send(Practice.Therapist, new GetCoupleQuery(Given.Id));
        return (couple.Status, couple.Version);
    }

    private Task<bool> Opened(Caller caller, AccessAttribute access) => Desk.InScope(caller, async services =>
    {
        await services.GetRequiredService<CaseFiles>().Open(CaseKey.Couple(Given.Id), access, CancellationToken.None);
        return true;
    });

    private static IReadOnlyList<Type> ClinicalCommands() =>
    [
        .. typeof(ICaseRequest).Assembly.GetTypes().Where(type =>
            type is { IsClass: true, IsAbstract: false } && typeof(ICaseRequest).IsAssignableFrom(type)
            && type.GetInterfaces().Any(port => port.IsGenericType && port.GetGenericTypeDefinition() == typeof(ICommand<>))
            && (type.GetCustomAttribute<AccessAttribute>()!.Roles & Roles.Clinicians) != Roles.None),
    ];
}
