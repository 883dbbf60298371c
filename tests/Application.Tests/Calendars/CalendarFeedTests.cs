using CounselDesk.Application.Calendars;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Calendars;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Calendars;

public sealed class CalendarFeedTests : OnePractice
{
    [Fact]
    public async Task Shows_initials_place_and_times_and_nothing_else_of_a_session()
    {
        var given = await Practice.Couple();
        var session = await Desk.Book(Practice.Therapist, given);
        var (feed, secret) = await Issue(Practice.Therapist);
        var text = await Read(secret);
        Assert.Contains($"UID:{session.Id}\r\n", text, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:R.R. & K.L.\r\n", text, StringComparison.Ordinal);
        Assert.Contains("LOCATION:Office\r\n", text, StringComparison.Ordinal);
        foreach (var word in new[] { "Robin", "Reed", "Kit", "Lark", "Conjoint", given.Id.ToString(), given.A.ToString(), feed.Id.ToString() })
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_session_with_one_partner_alone_looks_like_any_other()
    {
        var given = await Practice.Couple();
        await Desk.Book(Practice.Therapist, given, Desk.At().With(given.A));
        Assert.Contains("SUMMARY:R.R. & K.L.\r\n", await Read((await Issue(Practice.Therapist)).Secret), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_the_identity_and_counts()
    {
        var given = await Practice.Couple();
        var session = await Desk.Book(Practice.Therapist, given);
        var (_, secret) = await Issue(Practice.Therapist);
        Assert.Contains("SEQUENCE:0\r\n", await Read(secret), StringComparison.Ordinal);
        Desk.Clock.Now = Desk.Clock.Now.AddHours(1);
        await Desk.Send(Practice.Therapist, new RescheduleSessionCommand(session.Id, 1, new SessionChange(Place: SessionPlace.Video)));
        var text = await Read(secret);
        Assert.Contains($"UID:{session.Id}\r\nDTSTAMP:20260302T160000Z\r\nLAST-MODIFIED:20260302T160000Z\r\nSEQUENCE:1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("LOCATION:Video\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_session_shows_as_such_for_thirty_days()
    {
        var given = await Practice.Couple();
        var session = await Desk.Book(Practice.Therapist, given);
        await Desk.Send(Practice.Therapist, new CancelSessionCommand(session.Id, 1, new SessionCancellation(SessionCanceller.PartnerA, "A secret")));
        var (_, secret) = await Issue(Practice.Therapist);
        var text = await Read(secret);
        Assert.Contains("STATUS:CANCELLED\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
        Desk.Clock.Now = Desk.Clock.Now.AddDays(CalendarLimits.DaysCancelledShows + 1);
        Assert.DoesNotContain(session.Id.ToString(), await Read(secret), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_became_of_a_session_is_not_told()
    {
        var given = await Practice.Couple();
        var session = await Desk.Book(Practice.Therapist, given, Desk.At(-60));
        await Desk.Send(Practice.Therapist, new RecordNoShowCommand(session.Id, 1));
        var text = await Read((await Issue(Practice.Therapist)).Secret);
        Assert.Contains($"UID:{session.Id}", text, StringComparison.Ordinal);
        Assert.Contains("STATUS:CONFIRMED", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_the_owners_sessions_alone_from_90_days_back_to_400_ahead()
    {
        var given = await Practice.Couple();
        var far = await Desk.Book(Practice.Therapist, given, Desk.At(CalendarLimits.DaysAhead * 24 * 60));
        var tooFar = await Desk.Book(Practice.Therapist, given, Desk.At((CalendarLimits.DaysAhead + 1) * 24 * 60));
        var others = await Desk.Book(Practice.Therapist, given, Desk.At(600) with { TherapistId = Practice.OtherTherapist.AccountId });
        var (_, secret) = await Issue(Practice.Therapist);
        var text = await Read(secret);
        Assert.Contains(far.Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(tooFar.Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(others.Id.ToString(), text, StringComparison.Ordinal);
        Desk.Clock.Now = far.StartsAt.AddDays(CalendarLimits.DaysBack);
        Assert.Contains(far.Id.ToString(), await Read(secret), StringComparison.Ordinal);
        Desk.Clock.Now = Desk.Clock.Now.AddDays(1);
        Assert.DoesNotContain(far.Id.ToString(), await Read(secret), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_it_reads_the_same_all_day()
    {
        await Desk.Book(Practice.Therapist, await Practice.Couple());
        var (_, secret) = await Issue(Practice.Therapist);
        var first = await Read(secret);
        Desk.Clock.Now = Desk.Clock.Now.AddHours(5);
        Assert.Equal(first, await Read(secret));
    }

    [Fact]
    public async Task Takes_as_many_statements_for_many_sessions_as_for_none()
    {
        var (_, secret) = await Issue(Practice.Therapist);
        var none = await Desk.StatementsOf(Caller.Anonymous, new ReadCalendarFeedQuery(secret));
        await Desk.BookSeries(Practice.Therapist, await Practice.Couple(), Desk.Clock.Now.AddDays(1), count: 30);
        Assert.Equal(none, await Desk.StatementsOf(Caller.Anonymous, new ReadCalendarFeedQuery(secret)));
    }

    [Fact]
    public async Task Unknown_revoked_and_deactivated_are_refused_alike_and_cost_alike()
    {
        var (feed, secret) = await Issue(Practice.Therapist);
        var (_, leavers) = await Issue(Practice.OtherTherapist);
        var (_, former) = await Issue(Practice.Associate);
        await Desk.Send(Practice.Therapist, new RevokeCalendarFeedCommand(feed.Id));
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.OtherTherapist.AccountId, null));
        await Desk.Send(Practice.Admin, new ChangeStaffMemberCommand(Practice.Associate.AccountId, null, new StaffChanges(Roles: (Role[])[Role.Frontdesk])));
        foreach (var address in new[] { secret, leavers, former, CalendarSecret.New(), "", "x", new string('a', 5000) })
        {
            var refusal = await Desk.Send(Caller.Anonymous, new ReadCalendarFeedQuery(address)).ShouldRefuse(RefusalKind.NotFound, "not-found");
            Assert.Equal("There is no such calendar.", refusal.Message);
            Assert.Equal(1, await Desk.StatementsOfRefused(Caller.Anonymous, new ReadCalendarFeedQuery(address)));
        }
    }

    [Fact]
    public async Task Each_reading_is_audited_for_the_feed_and_its_owner_and_nobodys_account()
    {
        var (feed, secret) = await Issue(Practice.Therapist);
        await Desk.Send(Practice.OtherTherapist, new ReadCalendarFeedQuery(secret));
        Assert.Equal(
            ["Allowed"],
            await Desk.Rows<string>(
                "SELECT Outcome FROM AuditEntries WHERE Action = 'read-calendar-feed' AND PracticeId = @Id AND ResourceId = @Feed AND SubjectId = @Owner AND AccountId IS NULL",
                new { Practice.Id, Feed = feed.Id, Owner = Practice.Therapist.AccountId }));
    }

    [Fact]
    public async Task The_address_is_kept_nowhere_in_the_database()
    {
        var (_, secret) = await Issue(Practice.Therapist);
        Assert.Equal([CalendarSecret.Hash(secret)], await Desk.Rows<string>("SELECT SecretHash FROM CalendarFeeds"));
    }

    [Fact]
    public async Task One_sees_and_revokes_ones_own_feeds_alone()
    {
        var (feed, secret) = await Issue(Practice.Therapist, "Telephone");
        Assert.Equal(["Telephone"], (await Desk.Send(Practice.Therapist, new ListCalendarFeedsQuery(new PageRequest(null, null)))).Items.Select(item => item.Label));
        Assert.Empty((await Desk.Send(Practice.OtherTherapist, new ListCalendarFeedsQuery(new PageRequest(null, null)))).Items);
        await Desk.Send(Practice.OtherTherapist, new GetCalendarFeedQuery(feed.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.OtherTherapist, new RevokeCalendarFeedCommand(feed.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Frontdesk, new IssueCalendarFeedCommand(new NewCalendarFeed())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Read(secret);
        await Desk.Send(Practice.Therapist, new RevokeCalendarFeedCommand(feed.Id));
        await Desk.Send(Practice.Therapist, new GetCalendarFeedQuery(feed.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task An_eleventh_address_is_refused()
    {
        for (var n = 0; n < CalendarLimits.MostFeeds; n++)
            await Issue(Practice.Therapist);
        await Desk.Send(Practice.Therapist, new IssueCalendarFeedCommand(new NewCalendarFeed())).ShouldRefuse(RefusalKind.Conflict, "too-many-calendars");
        await Issue(Practice.OtherTherapist);
    }

    private async Task<(IssuedCalendarFeed Feed, string Secret)> Issue(Caller caller, string? label = null)
    {
        var feed = await Desk.Send(caller, new IssueCalendarFeedCommand(new NewCalendarFeed(label)));
        return (feed, Path.GetFileNameWithoutExtension(feed.Address));
    }

    private Task<string> Read(string secret) => Desk.Send(Caller.Anonymous, new ReadCalendarFeedQuery(secret));
}
