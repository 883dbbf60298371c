using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians)]
public sealed record PrintReportQuery(Guid CoupleId) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class PrintReportHandler(CaseProgress progress, IInstruments instruments) : IRequestHandler<PrintReportQuery, string>
{
    public async Task<string> Handle(PrintReportQuery request, CancellationToken cancellationToken)
    {
        var (read, head) = await progress.Read(cancellationToken);
        return ReportPage.Write(read, head, instruments.Catalogue[TrustPulseAlert.InstrumentKey]);
    }
}
