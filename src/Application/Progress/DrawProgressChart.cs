using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians)]
public sealed record DrawProgressChartQuery(Guid CoupleId) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class DrawProgressChartHandler(CaseProgress progress) : IRequestHandler<DrawProgressChartQuery, string>
{
    public async Task<string> Handle(DrawProgressChartQuery request, CancellationToken cancellationToken) =>
        Draw((await progress.Read(cancellationToken)).Progress);

    internal static string Draw(CoupleProgress progress) => ProgressChart.Draw(
        "Trust and homework by week",
        progress.Partners[0].FirstName,
        progress.Partners.Count > 1 ? progress.Partners[1].FirstName : null,
        [.. progress.Weeks.Select(week => new ProgressWeek(
            week.WeekStart, week.Partners[0].TrustPulse, week.Partners.Count > 1 ? week.Partners[1].TrustPulse : null, week.Homework.Ratio))]);
}
