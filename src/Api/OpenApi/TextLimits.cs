using CounselDesk.Application.Common;
using FluentValidation;

namespace CounselDesk.Api.OpenApi;

/// <summary>The lengths that validators hold texts to, by the type and member that a client sends, so that nobody has to guess them.</summary>
internal sealed class TextLimits
{
    private readonly Dictionary<(Type Owner, string Member), int> _limits = [];

    public TextLimits(IServiceProvider services)
    {
        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(TextRules).Assembly))
        {
            var model = found.InterfaceType.GetGenericArguments()[0];
            var body = model.GetProperty("Body")?.PropertyType;
            foreach (var member in ((IValidator)services.GetRequiredService(found.InterfaceType)).CreateDescriptor().GetMembersWithValidators())
            {
                var isInBody = body is not null && member.Key?.StartsWith("body.", StringComparison.Ordinal) == true;
                var name = isInBody ? member.Key!["body.".Length..] : member.Key ?? "";
                // A merge patch's member is validated by its value.
                name = name.EndsWith(".value", StringComparison.Ordinal) ? name[..^".value".Length] : name;
                foreach (var limit in member.Select(pair => pair.Validator).OfType<ITextLimit>())
                    _limits[(isInBody ? body! : model, name)] = limit.Maximum;
            }
        }
    }

    public int? Of(Type owner, string member) => _limits.TryGetValue((owner, member), out var limit) ? limit : null;
}
