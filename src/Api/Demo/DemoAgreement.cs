using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Portal;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Api.Demo;

/// <summary>A couple's trust agreement in the story: written in the third week, accepted by both, and ticked from then on.</summary>
internal sealed class DemoAgreement(DemoDesk desk, DemoWeeks weeks)
{
    private const int Week = 2;

    // One day in nine slips by, and one weekly row in five: kept well, and not perfectly.
    private const int DaysToASlip = 9;
    private const int WeeksToASlip = 5;

    public IEnumerable<(DateTimeOffset At, Func<Task> Act)> Of(Caller clinician, Guid coupleId, IReadOnlyList<Caller> portal)
    {
        yield return (weeks.At(Week, (0, 17)), () => Write(clinician, coupleId));
        foreach (var (index, partner) in portal.Index())
        {
            yield return (weeks.At(Week, (1 + index, 20)), () => desk.Send(partner, new AcceptOwnAgreementCommand(1)));
            // The others have yet to begin.
            if (coupleId != DemoIdentities.Couple)
                continue;
            for (var day = 3; day < 7 * (DemoCouple.Weeks - Week); day++)
            {
                var at = weeks.At(Week, (day, 21));
                var (isDaySlip, week) = ((day + (4 * index)) % DaysToASlip == 0, day / 7);
                yield return (at, () => Tick(partner, 1, at, !isDaySlip));
                if (day % 7 != 4)
                    continue;
                yield return (at, () => Tick(partner, 2, at, (week + index) % WeeksToASlip != 3));
                yield return (at, () => Tick(partner, 3, at, week % WeeksToASlip != 1));
            }
        }
    }

    private Task Write(Caller clinician, Guid coupleId)
    {
        if (coupleId == DemoIdentities.Couple)
            desk.Ids.NextAre(DemoIdentities.Agreement);
        return desk.Send(clinician, new WriteAgreementCommand(coupleId, 0, new NewAgreement(
            [
                new AgreementRow("transparency", "Share the plans for the day at breakfast", Cadence.Daily),
                new AgreementRow("reassurance", "Say one thing you appreciate", Cadence.Weekly),
                new AgreementRow("connection", "Plan an evening for the two of us", Cadence.Weekly),
            ],
            DayOf(weeks.At(DemoCouple.Weeks + 2, (0, 17))))));
    }

    private Task Tick(Caller partner, int row, DateTimeOffset at, bool isKept) =>
        desk.Send(partner, new TickOwnAgreementCommand(new AgreementTick(1, row, DayOf(at), isKept)));

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
