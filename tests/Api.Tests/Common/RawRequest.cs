using System.Net.Sockets;
using System.Text;

namespace CounselDesk.Api.Tests.Common;

/// <summary>A request written byte by byte, for what no careful client does.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>How many bytes of the body the server has let itself be sent.</summary>
    public long Sent { get; private set; }

    public static async Task<RawRequest> Begin(ApiClient by, string path, params string[] headers)
    {
        var request = new RawRequest();
        var address = by.Http.BaseAddress!;
        await request._client.ConnectAsync(address.Host, address.Port);
        await request._client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {by.AccessToken}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"));
        return request;
    }

    /// <summary>Sends one chunk of a chunked body; false once the server answers or hangs up.</summary>
    public async Task<bool> Chunk(byte[] bytes)
    {
        if (_client.GetStream().DataAvailable)
            return false;
        try
        {
            await _client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8]);
            Sent += bytes.Length;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The answer as far as it comes, its head and its body; it must begin within five seconds.</summary>
    public async Task<string> Answer()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!text.ToString().Contains("traceId", StringComparison.Ordinal))
        {
            var read = await _client.GetStream().ReadAsync(buffer, patience.Token);
            if (read == 0)
                break;
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public void Dispose() => _client.Dispose();
}
