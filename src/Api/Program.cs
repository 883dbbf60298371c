using CounselDesk.Api;
using CounselDesk.Infrastructure.Sql;

try
{
    await using var app = ApiHost.Build(args);
    var setupCode = await ApiHost.Prepare(app.Services, app.Configuration, CancellationToken.None);
    await app.StartAsync();
    Console.WriteLine($"CounselDesk listens on {string.Join(", ", app.Urls)}. Setup code: {setupCode}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartupFailure failure)
{
    await Console.Error.WriteLineAsync($"CounselDesk cannot start. {failure.Message}");
    return 1;
}
