using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>Enums in queries, spelt as in JSON: kebab-case words, never numbers.</summary>
public sealed class KebabEnumBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        (Nullable.GetUnderlyingType(context.Metadata.ModelType) ?? context.Metadata.ModelType) is { IsEnum: true } type ? new Binder(type) : null;

    private sealed class Binder(Type type) : IModelBinder
    {
        private static readonly ConcurrentDictionary<Type, Dictionary<string, object>> Words = new();

        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (given == ValueProviderResult.None)
                return Task.CompletedTask;
            var words = Words.GetOrAdd(type, static t => Enum.GetValues(t).Cast<object>()
                .ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!), StringComparer.Ordinal));
            if (words.TryGetValue(given.FirstValue ?? "", out var word))
                bindingContext.Result = ModelBindingResult.Success(word);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not one of the listed words.");
            return Task.CompletedTask;
        }
    }
}
