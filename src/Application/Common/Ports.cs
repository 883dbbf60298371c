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
    Task Raise(string eventType, Guid resourceId, CancellationToken cancellationToken);
}
