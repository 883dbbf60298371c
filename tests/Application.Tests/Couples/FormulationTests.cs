using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Tests.Couples;

public sealed class WriteFormulationTests : CaseTests
{
    [Fact]
    public async Task Is_empty_with_version_zero_before_anything_is_written()
    {
        var empty = await Desk.Send(Practice.Therapist, new GetFormulationQuery(Given.Id));
        Assert.Equal((0, null, null), (empty.Version, empty.UpdatedAt, empty.Summary));
        Assert.Empty(empty.Codes);
        Assert.Equal([new PartnerRole(Given.A, BetrayalRole.None), new PartnerRole(Given.B, BetrayalRole.None)], empty.Roles);
    }

    [Fact]
    public async Task Keeps_what_was_written_and_its_texts_unreadable_in_the_database()
    {
        var written = await Write(0, new FormulationText(
            ["transparency", "infidelity", "respect", "open-communication"], BreachSeverity.Severe, [new PartnerRoleText(BetrayalRole.Hurt, Given.B), new PartnerRoleText(BetrayalRole.Involved, Partner: PartnerPlace.A)],
            new DateOnly(2026, 1, 5), true, "Two homes", "What happened\nand since"));
        var read = await Desk.Send(Practice.Therapist, new GetFormulationQuery(Given.Id));
        Assert.Equivalent(written, read);
        Assert.Equal(["infidelity", "open-communication", "respect", "transparency"], read.Codes);
        Assert.Equal([new PartnerRole(Given.A, BetrayalRole.Involved), new PartnerRole(Given.B, BetrayalRole.Hurt)], read.Roles);
        Assert.Equal((BreachSeverity.Severe, new DateOnly(2026, 1, 5), true, "Two homes", "What happened\nand since", 1),
            (read.Severity, read.DisclosedOn, read.EarlierBreaches, read.Cultures, read.Summary, read.Version));
        var kept = (await Desk.Rows<string>("SELECT CONCAT(Cultures, Summary) FROM Formulations")).Single();
        Assert.DoesNotContain("homes", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("happened", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaces_the_whole_of_what_was_written_before()
    {
        await Write(0, new FormulationText(["jealousy", "travel"], BreachSeverity.Mild, Summary: "First", EarlierBreaches: false));
        var second = await Write(1, new FormulationText(["travel", "stress"]));
        Assert.Equal(["stress", "travel"], second.Codes);
        Assert.Equal((null, null, null, 2), (second.Severity, second.Summary, second.EarlierBreaches, second.Version));
    }

    [Fact]
    public async Task Refuses_a_stale_version_before_and_after_the_first()
    {
        await Write(1, new FormulationText([])).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Write(null, new FormulationText(["jealousy"]));
        await Write(0, new FormulationText([])).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Theory]
    [InlineData("no-such-code")]
    [InlineData("Jealousy")]
    [InlineData("violence-or-coercion")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Names_the_place_of_a_code_that_the_vocabulary_lacks(string? code)
    {
        var refusal = await Write(0, new FormulationText(["jealousy", code!])).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        Assert.Equal(["codes[1]"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
    }

    [Fact]
    public async Task Refuses_repeated_and_too_many_codes_and_roles_that_name_nobody()
    {
        await Write(0, new FormulationText(["jealousy", "jealousy"])).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, new FormulationText([.. Enumerable.Range(0, 61).Select(n => $"code-{n}")])).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, new FormulationText([], Roles: [new PartnerRoleText(BetrayalRole.Hurt)])).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, new FormulationText([], Roles: [null!])).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, new FormulationText([], Roles: [new PartnerRoleText(BetrayalRole.Hurt, Practice.Admin.AccountId)])).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Write(0, new FormulationText([], Roles: [new PartnerRoleText(BetrayalRole.Hurt, Given.A), new PartnerRoleText(BetrayalRole.Involved, Partner: PartnerPlace.A)]))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, new FormulationText([], DisclosedOn: new DateOnly(2026, 3, 3))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Formulations"));
    }

    [Fact]
    public async Task Only_the_cases_clinicians_read_and_write_it()
    {
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Given.PartnerA })
        {
            await Desk.Send(caller, new GetFormulationQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new WriteFormulationCommand(Given.Id, 0, new FormulationText([]))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Desk.Send(Practice.OtherTherapist, new GetFormulationQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetFormulationQuery(Given.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Comes_with_a_new_couple_from_a_clinician_only()
    {
        var body = new NewCouple(
            [new NewPartner(FirstName: "A", LastName: "B"), new NewPartner(Given.A)],
            Formulation: new FormulationText(["jealousy"], Roles: [new PartnerRoleText(BetrayalRole.Hurt, Partner: PartnerPlace.A), new PartnerRoleText(BetrayalRole.Involved, Given.A)]));
        var couple = await Desk.Send(Practice.Therapist, new CreateCoupleCommand(body));
        var read = await Desk.Send(Practice.Therapist, new GetFormulationQuery(couple.Id));
        Assert.Equal((1, BetrayalRole.Hurt, BetrayalRole.Involved), (read.Version, read.Roles[0].Role, read.Roles[1].Role));

        await Desk.Send(Practice.Frontdesk, new CreateCoupleCommand(body with { TherapistId = Practice.Therapist.AccountId })).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var refusal = await Desk.Send(Practice.Therapist, new CreateCoupleCommand(body with { Formulation = new FormulationText(["nonsense"]) })).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        Assert.Equal(["formulation.codes[0]"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        await Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple([null!, new NewPartner(Given.A)]))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([2L], await Desk.Rows<long>("SELECT COUNT(*) FROM Couples"));
    }

    private Task<Formulation> Write(int? version, FormulationText text) => Desk.Send(Practice.Therapist, new WriteFormulationCommand(Given.Id, version, text));
}
