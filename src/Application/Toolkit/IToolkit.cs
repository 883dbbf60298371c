using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>The built-in toolkit, the same for every practice; a practice's own exercises are added by <see cref="ToolkitCatalogue.With"/>.</summary>
public interface IToolkit
{
    ToolkitCatalogue Catalogue { get; }
}
