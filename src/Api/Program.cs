using CounselDesk.Api;
using CounselDesk.Api.Operations;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.Connections;

var asked = CommandLine.Read(args);
if (asked.Mistake is { } mistake)
{
    Console.Error.WriteLine(mistake);
    return 2;
}

try
{
    await using var app = ApiHost.Build(asked.Settings);
    if (asked.Operation is { } operation)
        return await operation.Run(new Asked(app, asked), CancellationToken.None);
    await ApiHost.Run(app);
    return 0;
}
catch (StartupFailure failure)
{
    return Stop(asked.Operation?.Name ?? "start", failure.Message);
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    return Stop("start", $"{fault.InnerException.Message.TrimEnd('.')}: another program listens there. End it, or choose another address with --urls http://localhost:PORT.");
}

static int Stop(string what, string reason)
{
    Console.Error.WriteLine($"CounselDesk cannot {what}. {reason.ReplaceLineEndings(" ")}");
    return 1;
}
