using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>
/// Parameters in queries, in the one form that the document gives: enums as kebab-case words, plain whole numbers,
/// <c>YYYY-MM-DD</c>, <c>true</c> and <c>false</c>. The framework's binders take blanks for nothing, and hexadecimal.
/// </summary>
public sealed class ExactParameters : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = Nullable.GetUnderlyingType(context.Metadata.ModelType) ?? context.Metadata.ModelType;
        if (type == typeof(int))
            return new Binder<int>(static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);
        if (type == typeof(DateOnly))
            return new Binder<DateOnly>(static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : null);
        if (type == typeof(bool))
            return new Binder<bool>(static text => text switch { "true" => true, "false" => false, _ => null });
        return type.IsEnum ? (IModelBinder)Activator.CreateInstance(typeof(WordBinder<>).MakeGenericType(type))! : null;
    }

    private class Binder<T>(Func<string, T?> read) : IModelBinder
        where T : struct
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (given == ValueProviderResult.None)
                return Task.CompletedTask;
            if (read(given.FirstValue ?? "") is { } value)
                bindingContext.Result = ModelBindingResult.Success(value);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not of the form that the document gives.");
            return Task.CompletedTask;
        }
    }

    private sealed class WordBinder<TEnum>() : Binder<TEnum>(static text => ExactWords<TEnum>.Values.TryGetValue(text, out var value) ? value : null)
        where TEnum : struct, Enum;
}
