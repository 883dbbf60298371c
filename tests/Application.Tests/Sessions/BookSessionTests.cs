using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class BookSessionTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Books_for_the_cases_therapist_unless_told()
    {
        var given = await _practice.Couple();
        var own = await _desk.Book(_practice.Frontdesk, given);
        Assert.Equal((_practice.Therapist.AccountId, SessionStatus.Booked, 1), (own.TherapistId, own.Status, own.Version));
        Assert.Equal(own.StartsAt.AddMinutes(50), own.EndsAt);
        var other = await _desk.Book(_practice.Therapist, given, _desk.At(60) with { TherapistId = _practice.OtherTherapist.AccountId });
        Assert.Equal(_practice.OtherTherapist.AccountId, other.TherapistId);
        Assert.Equal(own, await _desk.Send(_practice.Therapist, new GetSessionQuery(own.Id)));
    }

    [Fact]
    public async Task Keeps_whole_milliseconds_and_answers_what_it_kept()
    {
        var given = await _practice.Couple();
        var startsAt = new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.FromHours(-6)).AddTicks(12_345);
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = startsAt });
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 15, 0, 0, 1, TimeSpan.Zero), booked.StartsAt);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    [InlineData(240, true)]
    [InlineData(241, false)]
    public async Task Takes_fifteen_minutes_to_four_hours(int minutes, bool taken)
    {
        var given = await _practice.Couple();
        var booking = _desk.Book(_practice.Therapist, given, _desk.At(minutes: minutes));
        if (taken)
            await booking;
        else
            Assert.Equal("body.minutes", Assert.Single((await booking.ShouldRefuse(RefusalKind.Invalid, minutes < 15 ? "session-too-short" : "session-too-long")).Faults!.Errors).PropertyName);
    }

    [Fact]
    public async Task Books_the_past_month_and_the_next_two_years_only()
    {
        var given = await _practice.Couple();
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = _desk.Clock.Now.AddDays(-30) });
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = _desk.Clock.Now.AddYears(2) });
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = _desk.Clock.Now.AddDays(-30).AddMinutes(-1) })
            .ShouldRefuse(RefusalKind.Invalid, "time-out-of-range");
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = _desk.Clock.Now.AddYears(2).AddMinutes(1) })
            .ShouldRefuse(RefusalKind.Invalid, "time-out-of-range");
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = DateTimeOffset.MaxValue })
            .ShouldRefuse(RefusalKind.Invalid, "time-out-of-range");
    }

    [Fact]
    public async Task An_individual_session_names_a_partner_of_the_case_and_a_conjoint_one_nobody()
    {
        var given = await _practice.Couple();
        var other = await _practice.Couple();
        var individual = await _desk.Book(_practice.Therapist, given, _desk.At().With(given.A));
        Assert.Equal(given.A, individual.PartnerId);
        await _desk.Book(_practice.Therapist, given, _desk.At(0) with { Kind = SessionKind.Individual }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await _desk.Book(_practice.Therapist, given, _desk.At(0) with { PartnerId = given.A }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await _desk.Book(_practice.Therapist, given, _desk.At(0).With(other.A)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task Only_an_active_therapist_or_associate_of_the_practice_holds_sessions()
    {
        var given = await _practice.Couple();
        var stranger = await GivenPractice.Open(_desk);
        foreach (var id in new[] { _practice.Frontdesk.AccountId, _practice.Admin.AccountId, stranger.Therapist.AccountId, given.A })
            await _desk.Book(_practice.Therapist, given, _desk.At() with { TherapistId = id }).ShouldRefuse(RefusalKind.Invalid, "not-a-therapist");
        await _desk.Book(_practice.Therapist, given, _desk.At() with { TherapistId = _practice.Associate.AccountId });
    }

    [Fact]
    public async Task Sessions_that_touch_do_not_clash_and_those_that_share_a_minute_do()
    {
        var given = await _practice.Couple();
        var first = await _desk.Book(_practice.Therapist, given, _desk.At(600, 60));
        await _desk.Book(_practice.Therapist, given, _desk.At(540, 60));
        await _desk.Book(_practice.Therapist, given, _desk.At(660, 60));
        foreach (var (start, minutes) in new[] { (600, 60), (610, 15), (585, 16), (659, 15), (480, 240) })
            await _desk.Book(_practice.Therapist, given, _desk.At(start, minutes)).ShouldRefuse(RefusalKind.Conflict, "double-booked");
        Assert.Equal(3, (await _desk.Rows<Guid>("SELECT Id FROM Sessions")).Count);
        Assert.Equal(SessionStatus.Booked, first.Status);
    }

    [Fact]
    public async Task The_longest_session_before_is_found()
    {
        var given = await _practice.Couple();
        await _desk.Book(_practice.Therapist, given, _desk.At(600, 240));
        await _desk.Book(_practice.Therapist, given, _desk.At(839, 15)).ShouldRefuse(RefusalKind.Conflict, "double-booked");
        await _desk.Book(_practice.Therapist, given, _desk.At(840, 15));
    }

    [Fact]
    public async Task Names_the_couples_own_session_in_the_way()
    {
        var given = await _practice.Couple();
        var first = await _desk.Book(_practice.Therapist, given);
        var refusal = await _desk.Book(_practice.Therapist, given, _desk.At() with { TherapistId = _practice.OtherTherapist.AccountId })
            .ShouldRefuse(RefusalKind.Conflict, "double-booked");
        Assert.Equal(first.Id, refusal.ConflictsWith);
        Assert.Equal("Already in a session at that time: couple.", refusal.Message);
    }

    [Fact]
    public async Task Tells_nothing_of_another_cases_session_but_that_the_therapist_is_taken()
    {
        var given = await _practice.Couple();
        var other = await _practice.Couple();
        await _desk.Book(_practice.Therapist, other);
        var refusal = await _desk.Book(_practice.Therapist, given).ShouldRefuse(RefusalKind.Conflict, "double-booked");
        Assert.Null(refusal.ConflictsWith);
        Assert.Equal("Already in a session at that time: therapist.", refusal.Message);
    }

    [Fact]
    public async Task A_client_who_is_in_another_case_too_is_in_one_session_at_a_time()
    {
        var given = await _practice.Couple();
        var later = await _desk.Send(_practice.OtherTherapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "New", LastName: "Mate"), new NewPartner(given.A)])));
        await _desk.Book(_practice.Therapist, given);
        var clash = await _desk.Send(_practice.OtherTherapist, new BookSessionCommand(later.Id, _desk.At())).ShouldRefuse(RefusalKind.Conflict, "double-booked");
        Assert.Null(clash.ConflictsWith);
        Assert.Equal("Already in a session at that time: client.", clash.Message);

        // The new partner alone is free, and so is everyone while the other partner of the first couple is seen alone.
        await _desk.Send(_practice.OtherTherapist, new BookSessionCommand(later.Id, _desk.At().With(later.Partners[0].ClientId)));
        await _desk.Book(_practice.Therapist, given, _desk.At(60).With(given.B));
        await _desk.Send(_practice.OtherTherapist, new BookSessionCommand(later.Id, _desk.At(60)));
    }

    [Fact]
    public async Task What_was_cancelled_or_missed_leaves_its_time_free_and_what_was_held_does_not()
    {
        var given = await _practice.Couple();
        var cancelled = await _desk.Book(_practice.Therapist, given);
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(cancelled.Id, 1, new SessionCancellation(SessionCanceller.Couple)));
        await _desk.Book(_practice.Therapist, given);
        var missed = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        await _desk.Send(_practice.Therapist, new RecordNoShowCommand(missed.Id, 1));
        var held = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(held.Id, 1, new SessionAttendance([given.A])));
        await _desk.Book(_practice.Therapist, given, _desk.At(-60)).ShouldRefuse(RefusalKind.Conflict, "double-booked");
    }

    [Fact]
    public async Task Of_two_hundred_who_book_one_slot_together_exactly_one_wins()
    {
        var given = await _practice.Couple();
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _practice.Couple()));
        GivenCouple[] couples = [given, .. others];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            try
            {
                await _desk.Book(i % 2 == 0 ? _practice.Therapist : _practice.Frontdesk, couples[i % 5], _desk.At(600 + (i % 7), 60));
                return "booked";
            }
            catch (Refused refusal)
            {
                return refusal.Code;
            }
        }));
        Assert.Equal([("booked", 1), ("double-booked", 199)], outcomes.CountBy(outcome => outcome).OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value)));
        Assert.Single(await _desk.Rows<Guid>("SELECT Id FROM Sessions"));
    }

    [Fact]
    public async Task A_closed_case_takes_no_bookings()
    {
        var given = await _practice.Couple();
        await _desk.Close(given);
        await _desk.Book(_practice.Therapist, given).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task Only_the_cases_clinicians_and_the_front_desk_book()
    {
        var given = await _practice.Couple();
        await _desk.Book(_practice.OtherTherapist, given).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Book(_practice.Supervisor, given).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Book(_practice.Admin, given).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Book(given.PartnerA, given).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var supervised = await _practice.Couple(_practice.Associate);
        await _desk.Book(_practice.Supervisor, supervised);
    }

    [Fact]
    public async Task Another_practice_finds_no_such_couple_and_no_clash()
    {
        var given = await _practice.Couple();
        var other = await GivenPractice.Open(_desk);
        await _desk.Book(_practice.Therapist, given);
        await _desk.Book(other.Therapist, given).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Book(other.Frontdesk, given).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Book(other.Therapist, await other.Couple());
    }

    [Fact]
    public async Task The_same_key_books_once()
    {
        var given = await _practice.Couple();
        var command = new BookSessionCommand(given.Id, _desk.At());
        var first = await _desk.Send(_practice.Therapist, command, "key");
        Assert.Equal(first.Id, (await _desk.Send(_practice.Therapist, command, "key")).Id);
    }

    [Fact]
    public async Task Raises_an_event_and_leaves_an_audit_entry_with_ids_only()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        Assert.Equal(["session.booked"], await _desk.Rows<string>("SELECT EventType FROM Outbox WHERE ResourceId = @Id", new { booked.Id }));
        Assert.Equal(
            ["book-session:Allowed"],
            await _desk.Rows<string>("SELECT CONCAT(Action, ':', Outcome) FROM AuditEntries WHERE ResourceId = @Id AND CoupleId = @CoupleId", new { booked.Id, CoupleId = given.Id }));
    }
}
