namespace CounselDesk.Application.Common;

/// <summary>New ids, so made that rows insert at the end of the clustered index of the engine in use.</summary>
public interface IIds
{
    Guid New();

    /// <summary>A number greater than any made before in this process, by time: the stable order of lists.</summary>
    long NextSequence();
}

/// <summary>Encrypts texts that must not be readable in the database. The purpose ties a text to its place.</summary>
public interface ITextProtector
{
    string Protect(string purpose, string text);

    string Unprotect(string purpose, string text);

    byte[] Protect(string purpose, byte[] bytes);

    byte[] Unprotect(string purpose, byte[] bytes);
}

/// <summary>Domain events, stored in the command's transaction for delivery later: ids and a type, nothing clinical.</summary>
public interface IOutbox
{
    /// <summary>Of the open case, where one is open.</summary>
    Task Raise(string eventType, Guid resourceId, CancellationToken cancellationToken);

    Task Raise(DomainEvent happened, CancellationToken cancellationToken);
}

/// <summary>What other systems are told: that something happened, and to what. Whoever wants to know more asks, and must be allowed to.</summary>
/// <param name="Type">Such as <c>assignment.expired</c>; it names no diagnosis, score or reason.</param>
/// <param name="ResourceId">What it happened to.</param>
/// <param name="CoupleId">Its case, if it has one.</param>
/// <param name="ClientId">Whom it is for: of a reminder, the partner who is to be reminded, and else nobody.</param>
public sealed record DomainEvent(string Type, Guid ResourceId, Guid? CoupleId, Guid? ClientId = null);
