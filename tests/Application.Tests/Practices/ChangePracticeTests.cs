using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Practices;

namespace CounselDesk.Application.Tests.Practices;

public sealed class ChangePracticeTests : OnePractice
{
    private Task<Practice> Change(PracticeChanges changes, int? version = null) =>
        Desk.Send(Practice.Admin, new ChangePracticeCommand(version, changes));

    [Fact]
    public async Task Any_member_of_staff_reads_the_defaults()
    {
        foreach (var caller in new[] { Practice.Admin, Practice.Therapist, Practice.Associate, Practice.Supervisor, Practice.Frontdesk })
        {
            var practice = await Desk.Send(caller, new GetPracticeQuery());
            Assert.Equal((Practice.Id, SecretsPolicy.NoSecrets, 10, 3, 3, 21, 14), (practice.Id, practice.SecretsPolicy, practice.HitsCutoff, practice.DraftDays, practice.NoAnswerWeeks, practice.HomeworkStalledDays, practice.AgreementBrokenOffDays));
            Assert.Equal(PracticeDefaults.SafetyContacts, practice.SafetyContacts);
            Assert.Equal(new QuietHours("21:00", "08:00"), practice.QuietHours);
        }

        var given = await Practice.Couple();
        await Desk.Send(given.PartnerA, new GetPracticeQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Changes_what_is_given_and_leaves_the_rest()
    {
        var before = await Desk.Send(Practice.Admin, new GetPracticeQuery());
        SafetyContact[] contacts = [new("Women's shelter", "+49 30 1234")];
        await Change(new PracticeChanges(Name: " Harbour ", HitsCutoff: 11, RetentionYears: 10, SecretsPolicy: SecretsPolicy.LimitedSecrets), before.Version);
        var after = await Change(new PracticeChanges(
            LateCancellationHours: 0, AcuteBetrayalWeeks: 8, DraftDays: 5, NoAnswerWeeks: 4, HomeworkStalledDays: 180, AgreementBrokenOffDays: 7, QuietHours: new QuietHours("20:00", "07:30"), SafetyContacts: new Optional<IReadOnlyList<SafetyContact>>(contacts, true)));
        Assert.Equal(contacts, after.SafetyContacts);
        Assert.Equal(
            before with
            {
                Name = "Harbour", HitsCutoff = 11, RetentionYears = 10, SecretsPolicy = SecretsPolicy.LimitedSecrets, LateCancellationHours = 0,
                AcuteBetrayalWeeks = 8, DraftDays = 5, NoAnswerWeeks = 4, HomeworkStalledDays = 180, AgreementBrokenOffDays = 7, QuietHours = new QuietHours("20:00", "07:30"), SafetyContacts = after.SafetyContacts, Version = before.Version + 2,
            },
            after);
        await Change(new PracticeChanges(HitsCutoff: 10), before.Version).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task A_new_time_zone_holds_for_a_sign_in_that_is_open()
    {
        var tokens = await SignIn(Practice.Admin);
        Assert.Equal("America/Chicago", (await BearerOf(tokens))!.TimeZone);
        await Change(new PracticeChanges(TimeZone: "Asia/Tokyo"));
        Assert.Equal("Asia/Tokyo", (await BearerOf(tokens))!.TimeZone);
    }

    [Fact]
    public async Task Refuses_what_no_practice_may_have_naming_the_field()
    {
        (PracticeChanges Changes, string Field)[] wrong =
        [
            (new(Name: new Optional<string>(null!, true)), "body.name"),
            (new(Name: " "), "body.name"),
            (new(TimeZone: "Chicago"), "body.timeZone"),
            (new(HitsCutoff: 9), "body.hitsCutoff"),
            (new(HitsCutoff: 12), "body.hitsCutoff"),
            (new(AcuteBetrayalWeeks: 0), "body.acuteBetrayalWeeks"),
            (new(LateCancellationHours: 169), "body.lateCancellationHours"),
            (new(RetentionYears: 0), "body.retentionYears"),
            (new(DraftDays: 0), "body.draftDays"),
            (new(DraftDays: 61), "body.draftDays"),
            (new(NoAnswerWeeks: 0), "body.noAnswerWeeks"),
            (new(NoAnswerWeeks: 27), "body.noAnswerWeeks"),
            (new(HomeworkStalledDays: 6), "body.homeworkStalledDays"),
            (new(HomeworkStalledDays: 181), "body.homeworkStalledDays"),
            (new(AgreementBrokenOffDays: 6), "body.agreementBrokenOffDays"),
            (new(AgreementBrokenOffDays: 181), "body.agreementBrokenOffDays"),
            (new(QuietHours: new Optional<QuietHours>(null!, true)), "body.quietHours"),
            (new(QuietHours: new QuietHours("24:00", "08:00")), "body.quietHours.from"),
            (new(QuietHours: new QuietHours("21:00", "21:00")), "body.quietHours.to"),
            (new(SafetyContacts: new Optional<IReadOnlyList<SafetyContact>>([], true)), "body.safetyContacts"),
            (new(SafetyContacts: new Optional<IReadOnlyList<SafetyContact>>([null!], true)), "body.safetyContacts[0]"),
            (new(SafetyContacts: new Optional<IReadOnlyList<SafetyContact>>([new("Line", "call me")], true)), "body.safetyContacts[0].phone"),
        ];
        foreach (var (changes, field) in wrong)
        {
            var refusal = await Change(changes).ShouldRefuse(RefusalKind.Invalid, changes.TimeZone.IsSet ? "unknown-time-zone" : "invalid-input");
            Assert.Equal(field, Assert.Single(refusal.Faults!.Errors).PropertyName);
        }
    }

    [Fact]
    public async Task Only_an_admin_may_and_only_of_their_own()
    {
        var other = await GivenPractice.Open(Desk);
        await Change(new PracticeChanges(Name: "Harbour"));
        Assert.NotEqual("Harbour", (await Desk.Send(other.Admin, new GetPracticeQuery())).Name);
        foreach (var caller in new[] { Practice.Therapist, Practice.Supervisor, Practice.Frontdesk })
            await Desk.Send(caller, new ChangePracticeCommand(null, new PracticeChanges(Name: "Other"))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }
}
