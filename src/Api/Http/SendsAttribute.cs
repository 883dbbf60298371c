namespace CounselDesk.Api.Http;

/// <summary>Which request an action sends: its roles, result and audit follow from that, here and in the document.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class SendsAttribute(Type request) : Attribute
{
    public Type Request { get; } = request;
}

/// <inheritdoc/>
public sealed class SendsAttribute<TRequest>() : SendsAttribute(typeof(TRequest));

/// <summary>The action answers 201 with the new resource's Location.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CreatesAttribute : Attribute;

/// <summary>Whoever gets the answer may keep it, and asks each time whether it is still good.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayBeKeptAttribute : Attribute;

/// <summary>A GET that the present state may refuse with 409, as changes are.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayConflictAttribute : Attribute;
