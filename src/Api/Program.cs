using CounselDesk.Api;
using CounselDesk.Api.Operations;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.Connections;

if (args is ["move", ..])
    return await Move.Run(args);

try
{
    await using var app = ApiHost.Build(args);
    await ApiHost.Run(app);
    return 0;
}
catch (StartupFailure failure)
{
    return Stop(failure.Message);
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    return Stop($"{fault.InnerException.Message.TrimEnd('.')}: another program listens there. End it, or choose another address with --urls http://localhost:PORT.");
}

static int Stop(string reason)
{
    Console.Error.WriteLine($"CounselDesk cannot start. {reason.ReplaceLineEndings(" ")}");
    return 1;
}
