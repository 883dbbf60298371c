using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Hours;

internal static class GivenHours
{
    /// <summary>Hours of a person's own week, such as <c>(Monday, "09:00", "17:00")</c>.</summary>
    public static Task<WorkingHours> Works(this TestDesk desk, Caller person, params (DayOfWeek Day, string From, string To)[] week) =>
        desk.Send(person, new WriteWorkingHoursCommand(person.AccountId, null, new WeekOfHours([.. week.Select(one => new HoursOfDay(one.Day, one.From, one.To))])));

    public static Task<EnteredTimeOff> IsAway(this TestDesk desk, Caller person, DateTimeOffset startsAt, int minutes) =>
        desk.Send(person, new EnterTimeOffCommand(person.AccountId, new NewTimeOff(StartsAt: startsAt, EndsAt: startsAt.AddMinutes(minutes))));
}
