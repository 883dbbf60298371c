using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>The outcome instruments the software scores by.</summary>
public interface IInstruments
{
    /// <summary>Every instrument; the same for all practices, and unchanged while the process runs.</summary>
    InstrumentCatalogue Catalogue { get; }
}
