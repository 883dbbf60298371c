namespace CounselDesk.Application.Common;

/// <summary>A member of a JSON merge patch (RFC 7396): absent leaves the value, null clears it, anything else replaces it.</summary>
public readonly record struct Optional<T>(T Value, bool IsSet)
{
    public T Or(T current) => IsSet ? Value : current;

    public static implicit operator Optional<T>(T value) => new(value, true);
}
