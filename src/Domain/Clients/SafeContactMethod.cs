namespace CounselDesk.Domain.Clients;

/// <summary>The ways in which a client may safely be reached: somebody else may read the mail or answer the telephone.</summary>
public enum SafeContactMethod
{
    Any,
    Email,
    Phone,
    PortalOnly,
}
