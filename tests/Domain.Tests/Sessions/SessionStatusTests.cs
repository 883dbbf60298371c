using CounselDesk.Domain.Sessions;

namespace CounselDesk.Domain.Tests.Sessions;

public sealed class SessionStatusTests
{
    public static TheoryData<SessionStatus, SessionStatus> Every()
    {
        var all = new TheoryData<SessionStatus, SessionStatus>();
        foreach (var from in Enum.GetValues<SessionStatus>())
            foreach (var to in Enum.GetValues<SessionStatus>())
                all.Add(from, to);
        return all;
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Only_a_booked_session_changes_and_into_anything_else(SessionStatus from, SessionStatus to) =>
        Assert.Equal(from == SessionStatus.Booked && to != SessionStatus.Booked, from.CanBecome(to));

    [Theory]
    [InlineData(SessionStatus.Booked, true)]
    [InlineData(SessionStatus.Held, true)]
    [InlineData(SessionStatus.Cancelled, false)]
    [InlineData(SessionStatus.NoShow, false)]
    public void What_nobody_sat_in_takes_no_time(SessionStatus status, bool takes) => Assert.Equal(takes, status.TakesTime());
}
