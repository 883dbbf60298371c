using CounselDesk.Benchmarks;

try
{
    if (args is ["bare", ..])
        return await BareServer.Run(args[1..]);
    if (args is ["search"])
        return await NoteSearchRun.Run();
    if (args is ["brief"])
        return await BriefRun.Run();
    var options = Options.Parse(args);
    if (options is null)
        return 0;
    await Run.All(options);
    return 0;
}
catch (Exception fault) when (fault is not BenchmarkFailure)
{
    Console.Error.WriteLine($"The run broke off: {fault}");
    return 1;
}
catch (BenchmarkFailure failure)
{
    Console.Error.WriteLine($"The run failed: {failure.Message}");
    return 1;
}
