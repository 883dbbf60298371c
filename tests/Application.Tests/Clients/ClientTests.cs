using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Tests.Clients;

/// <summary>The steps that tests about clients share.</summary>
public abstract class ClientTests : OnePractice
{
    protected Task<Client> GivenClient(string first = "Robin", string last = "Reed", string? email = null, string? phone = null, SafeContact? safe = null) =>
        Desk.Send(Practice.Frontdesk, new CreateClientCommand(new NewClient(first, last, email, phone, SafeContact: safe)));

    protected async Task<IReadOnlyList<string>> Found(string q, Caller? caller = null) =>
        [.. (await Desk.Send(caller ?? Practice.Frontdesk, new SearchClientsQuery(new SearchText(q)))).Items.Select(client => client.LastName)];
}

public sealed class CreateClientTests : ClientTests
{
    [Fact]
    public async Task Enters_contacts_and_how_to_reach_the_client_safely()
    {
        var client = await GivenClient(email: "robin@example.test", safe: new SafeContact(SafeContactMethod.Phone, false, "Evenings only"));
        var read = await Desk.Send(Practice.Admin, new GetClientQuery(client.Id));
        Assert.Equal("robin@example.test", read.Email);
        Assert.Equal(new SafeContact(SafeContactMethod.Phone, false, "Evenings only"), read.SafeContact);
        Assert.Equal((PortalState.None, 1), (read.Portal.State, read.Version));
        Assert.Empty(read.CaseIds);
    }

    [Fact]
    public async Task Names_the_cases_the_client_is_in()
    {
        var couple = await Practice.Couple();
        var alone = await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(couple.B, new NewIndividualCase()));
        Assert.Equal([couple.Id, alone.Id], (await Desk.Send(Practice.Frontdesk, new GetClientQuery(couple.B))).CaseIds);
    }

    [Fact]
    public async Task A_partner_and_another_practice_read_no_client()
    {
        var couple = await Practice.Couple();
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(couple.PartnerA, new GetClientQuery(couple.A)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(other.Frontdesk, new GetClientQuery(couple.A)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Empty((await Desk.Send(other.Frontdesk, new ListClientsQuery(default, null))).Items);
        Assert.Empty(await Found("Robin", other.Frontdesk));
    }

    [Fact]
    public async Task An_administrator_enters_none() =>
        await Desk.Send(Practice.Admin, new CreateClientCommand(new NewClient("A", "B"))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");

    [Fact]
    public async Task Reading_is_in_the_audit_with_the_person()
    {
        var client = await GivenClient();
        await Desk.Send(Practice.Frontdesk, new GetClientQuery(client.Id));
        Assert.Equal(["get-client"], await Desk.Rows<string>("SELECT Action FROM AuditEntries WHERE SubjectId = @Id AND Action LIKE 'get%'", new { client.Id }));
    }
}

public sealed class ListClientsTests : ClientTests
{
    [Fact]
    public async Task Pages_from_the_newest_without_skipping_or_repeating()
    {
        for (var n = 0; n < 5; n++)
            await GivenClient(last: $"Reed{n}");
        var first = await Desk.Send(Practice.Admin, new ListClientsQuery(new PageRequest(3, null), null));
        await GivenClient(last: "Later");
        var second = await Desk.Send(Practice.Admin, new ListClientsQuery(new PageRequest(3, first.NextCursor), null));
        Assert.Equal(["Reed4", "Reed3", "Reed2", "Reed1", "Reed0"], first.Items.Concat(second.Items).Select(client => client.LastName));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task Tells_archived_from_current_when_asked()
    {
        var gone = await GivenClient(last: "Gone");
        await GivenClient(last: "Here");
        await Desk.Send(Practice.Frontdesk, new ArchiveClientCommand(gone.Id, gone.Version));
        async Task<IEnumerable<string>> Listed(bool? archived) =>
            (await Desk.Send(Practice.Frontdesk, new ListClientsQuery(default, archived))).Items.Select(client => client.LastName);
        Assert.Equal(["Gone"], await Listed(true));
        Assert.Equal(["Here"], await Listed(false));
        Assert.Equal(["Here", "Gone"], await Listed(null));
    }
}

public sealed class UpdateClientTests : ClientTests
{
    [Fact]
    public async Task Leaves_what_is_absent_and_clears_what_is_null()
    {
        var client = await GivenClient(email: "robin@example.test", phone: "555 0100", safe: new SafeContact(SafeContactMethod.Phone, true, "Evenings"));
        var changed = await Desk.Send(Practice.Therapist, new UpdateClientCommand(client.Id, client.Version, new ClientChange(
            LastName: "Rowe", Phone: new Optional<string?>(null, true), SafeContact: new SafeContactChange(Voicemail: false))));
        Assert.Equal(("Robin", "Rowe", "robin@example.test", null, 2), (changed.FirstName, changed.LastName, changed.Email, changed.Phone, changed.Version));
        Assert.Equal(new SafeContact(SafeContactMethod.Phone, false, "Evenings"), changed.SafeContact);
    }

    [Fact]
    public async Task Null_takes_the_safe_contact_back_to_the_default()
    {
        var client = await GivenClient(safe: new SafeContact(SafeContactMethod.PortalOnly, true, "Careful"));
        var changed = await Desk.Send(Practice.Therapist, new UpdateClientCommand(client.Id, null, new ClientChange(SafeContact: new Optional<SafeContactChange?>(null, true))));
        Assert.Equal(new SafeContact(), changed.SafeContact);
    }

    [Fact]
    public async Task Is_found_by_the_new_name_and_no_longer_by_the_old()
    {
        var client = await GivenClient();
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, client.Version, new ClientChange(LastName: "Rowe")));
        Assert.Equal(["Rowe"], await Found("rowe"));
        Assert.Empty(await Found("reed"));
    }

    [Fact]
    public async Task Refuses_a_stale_version_and_another_practice()
    {
        var client = await GivenClient();
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, 7, new ClientChange(LastName: "Rowe"))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(other.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(LastName: "Rowe"))).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Names_the_field_that_breaks_a_rule_and_not_its_value()
    {
        var client = await GivenClient();
        var refusal = await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(
            FirstName: new Optional<string>(null!, true), Email: "no address", SafeContact: new SafeContactChange(Note: "a\u0007b"))))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["body.firstName", "body.email", "body.safeContact.note"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        Assert.DoesNotContain("no address", refusal.Faults!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_birth_date_in_the_future()
    {
        var client = await GivenClient();
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(BirthDate: new DateOnly(2026, 3, 3))))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }
}

public sealed class ArchiveClientTests : ClientTests
{
    [Fact]
    public async Task Refuses_while_a_case_is_open_and_allows_it_once_all_are_closed()
    {
        var couple = await Practice.Couple();
        await Desk.Send(Practice.Frontdesk, new ArchiveClientCommand(couple.B, null)).ShouldRefuse(RefusalKind.Conflict, "has-open-case");
        await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(couple.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done")));
        var archived = await Desk.Send(Practice.Frontdesk, new ArchiveClientCommand(couple.B, 1));
        Assert.Equal(Desk.Clock.Now, archived.ArchivedAt);
        await Desk.Send(Practice.Frontdesk, new UnarchiveClientCommand(couple.B, 1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        Assert.Null((await Desk.Send(Practice.Frontdesk, new UnarchiveClientCommand(couple.B, 2))).ArchivedAt);
    }

    [Fact]
    public async Task An_archived_client_gets_no_new_case()
    {
        var client = await GivenClient();
        await Desk.Send(Practice.Frontdesk, new ArchiveClientCommand(client.Id, null));
        await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(client.Id, new NewIndividualCase())).ShouldRefuse(RefusalKind.Conflict, "client-archived");
        await Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(client.Id), new NewPartner(FirstName: "C", LastName: "D")])))
            .ShouldRefuse(RefusalKind.Invalid, "no-such-client");
    }
}

public sealed class SearchClientsTests : ClientTests
{
    [Theory]
    [InlineData("José", "Núñez", "nun jose")]
    [InlineData("Jose", "Nunez", "NÚÑEZ")]
    [InlineData("Søren", "Łukasz", "soren luk")]
    [InlineData("Groß", "Weiß", "weiss")]
    [InlineData("Siobhán", "O'Brien", "obrien")]
    [InlineData("Siobhán", "O’Brien", "o'brien")]
    [InlineData("Ann", "Smith-Jones", "jones")]
    [InlineData("דוד", "כהן", "כה")]
    [InlineData("\u200fמשה", "\u202bלוי\u202c", "לוי")]
    [InlineData("فاطمة", "الزهراء", "الزهر")]
    [InlineData("🙂 Emo", "Ji🙂", "emo ji")]
    [InlineData("\U0001E900\U0001E901", "Adlam", "\U0001E922\U0001E923")]
    [InlineData("100%", "Per_cent", "per cent")]
    [InlineData("A[b]", "C!d", "b! [d")]
    [InlineData("Ἀγάθη", "Ὀδυσσεύς", "οδυσσευσ")]
    public async Task Finds_beginnings_of_words_whatever_the_accents(string first, string last, string q)
    {
        await GivenClient(first, last);
        await GivenClient("Somebody", "Else");
        Assert.Equal([last.Trim()], await Found(q));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("[a-z]%")]
    [InlineData("!")]
    [InlineData("''; --")]
    [InlineData("🙂")]
    [InlineData("obin")]
    [InlineData("robin kit")]
    [InlineData("@")]
    [InlineData("%@%")]
    [InlineData("r_b")]
    public async Task Treats_patterns_and_quotes_as_text(string q)
    {
        await GivenClient(email: "robin@example.test", phone: "+1 (555) 0100");
        Assert.Empty(await Found(q));
    }

    [Fact]
    public async Task Finds_by_address_and_by_telephone_digits()
    {
        await GivenClient(last: "One", email: "r_bin+x@example.test", phone: "(555) 010-0123");
        await GivenClient(last: "Two", email: "rxbin+x@example.test", phone: "555 99");
        Assert.Equal(["One"], await Found("R_BIN+x@"));
        Assert.Equal(["One"], await Found("555-010"));
        Assert.Equal(["One", "Two"], await Found("555"));
    }

    [Fact]
    public async Task Shows_fifty_by_last_and_first_name_and_says_that_there_are_more()
    {
        for (var n = 60; n > 0; n--)
            await GivenClient($"Sam{n:00}", "Same");
        var found = await Desk.Send(Practice.Therapist, new SearchClientsQuery(new SearchText("same")));
        Assert.True(found.More);
        Assert.Equal(Enumerable.Range(1, SearchLimits.Results).Select(n => $"Sam{n:00}"), found.Items.Select(client => client.FirstName));
    }

    [Fact]
    public async Task Refuses_a_text_that_is_empty_too_long_or_has_too_many_words()
    {
        foreach (var q in new[] { " ", new string('a', 101), "a b c d e f g" })
            await Desk.Send(Practice.Frontdesk, new SearchClientsQuery(new SearchText(q))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send((await Practice.Couple()).PartnerA, new SearchClientsQuery(new SearchText("a"))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }
}
