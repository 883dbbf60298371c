using System.Net.Sockets;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>One client of the fake server, from its first packet until either leaves.</summary>
internal sealed class FakeConnection(FakeSqlServer server, int number, Socket socket) : IDisposable
{
    private readonly PacketChannel _channel = new(socket);
    private readonly FakeSession _session = new(server, number);

    /// <summary>Never throws: what goes wrong here is told when the server is disposed.</summary>
    public async Task Serve(CancellationToken cancellationToken)
    {
        try
        {
            var goesOn = true;
            while (goesOn && await _channel.Read(cancellationToken) is { } message)
                goesOn = await Answer(message, cancellationToken);
        }
        catch (Exception left) when (left is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went while it was being answered, or the test restarted the server or ended.
        }
        catch (Exception fault)
        {
            server.Fault(fault);
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        _session.Dispose();
    }

    // Whether the connection goes on after it.
    private async Task<bool> Answer(Message message, CancellationToken cancellationToken)
    {
        if (message.Type == PacketType.PreLogin)
        {
            _session.Tokens.PreLogin();
            return await Send(isWhole: true, cancellationToken);
        }

        IReadOnlyList<Request> requests;
        using (var reader = new RequestReader(number, message))
            requests = reader.Read(_session.InsertBulk);
        if (requests[0].Login is { } login)
        {
            _channel.PacketSize = login.PacketSize;
            _session.PacketRoom = _channel.PacketRoom;
        }

        for (var i = 0; i < requests.Count; i++)
        {
            switch (_session.Say(requests[i], isLast: i == requests.Count - 1))
            {
                case Ending.HangUp:
                    await Send(isWhole: false, cancellationToken);
                    return false;
                case Ending.LastWords:
                    await Send(isWhole: true, cancellationToken);
                    return false;
                case Ending.Silence:
                    return await AwaitAttention(requests[i], cancellationToken);
            }
        }

        return await Send(isWhole: true, cancellationToken);
    }

    private async Task<bool> AwaitAttention(Request request, CancellationToken cancellationToken)
    {
        await Send(isWhole: false, cancellationToken);
        if (await _channel.Read(cancellationToken) is not { } message)
            return false;
        if (message.Type != PacketType.Attention)
            throw new WireFault($"A message of type {message.Type} came while the one before was unanswered.");
        server.Keep(new Request(number, RequestKind.Attention) { Sql = request.Sql, Name = request.Name });
        _session.Tokens.Done(DoneToken.Statement, DoneStatus.Attention);
        return await Send(isWhole: true, cancellationToken);
    }

    private async Task<bool> Send(bool isWhole, CancellationToken cancellationToken)
    {
        var reply = _session.Tokens.Take(isWhole, _channel.PacketRoom);
        if (isWhole || reply.Length > 0)
            await _channel.Write(reply, isWhole, cancellationToken);
        return true;
    }
}
