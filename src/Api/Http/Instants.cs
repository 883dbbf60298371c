using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>
/// Instants in queries: ISO 8601 with an offset. Without one the framework would take the machine's own time zone, and
/// a filter would silently mean something else on another machine.
/// </summary>
public sealed partial class InstantBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(DateTimeOffset) ? new Binder() : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    private sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (given == ValueProviderResult.None)
                return Task.CompletedTask;
            if (Form().IsMatch(given.FirstValue ?? "")
                && DateTimeOffset.TryParse(given.FirstValue, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant))
                bindingContext.Result = ModelBindingResult.Success(instant);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not an instant with an offset.");
            return Task.CompletedTask;
        }
    }
}
