using System.Text;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>Reads a LOGIN7 (MS-TDS 2.2.6.4). The password is left where it lies.</summary>
internal static class LoginReader
{
    /// <summary>The feature by which a client puts a broken connection back.</summary>
    public const byte SessionRecovery = 0x01;

    private const int PacketSizeAt = 8;
    private const int TypeFlagsAt = 26;
    private const int ReadOnlyIntent = 0x20;
    private const int MoreFlagsAt = 27;
    private const int HasExtension = 0x10;
    private const int HostAt = 36;
    private const int UserAt = 40;
    private const int ApplicationAt = 48;
    private const int ExtensionAt = 56;
    private const int DatabaseAt = 68;

    public static Login Read(byte[] body)
    {
        var recovery = (body[MoreFlagsAt] & HasExtension) == 0 ? null : Feature(body, SessionRecovery);
        return new Login(
            Text(body, UserAt),
            Text(body, DatabaseAt),
            Text(body, ApplicationAt),
            Text(body, HostAt),
            (body[TypeFlagsAt] & ReadOnlyIntent) != 0,
            recovery > 0)
        {
            PacketSize = BitConverter.ToInt32(body, PacketSizeAt),
            CanRecover = recovery is not null,
        };
    }

    private static string Text(byte[] body, int at) =>
        Encoding.Unicode.GetString(body, BitConverter.ToUInt16(body, at), BitConverter.ToUInt16(body, at + 2) * 2);

    // The size of a feature's data; null where it is not asked for.
    private static int? Feature(byte[] body, byte wanted)
    {
        const byte end = 0xFF;
        var at = BitConverter.ToInt32(body, BitConverter.ToUInt16(body, ExtensionAt));
        while (body[at] != end)
        {
            var size = BitConverter.ToInt32(body, at + 1);
            if (body[at] == wanted)
                return size;
            at += 1 + sizeof(int) + size;
        }

        return null;
    }
}
