using System.Runtime.CompilerServices;
using CounselDesk.Tests.Shared;
using Testcontainers.MsSql;

namespace CounselDesk.Containers.Tests;

/// <summary>
/// Starts SQL Server before the first test, and points the suites at it as anybody would: by the environment variable.
/// The library's reaper ends the container when the run ends, however it ends.
/// </summary>
internal static class SqlServer
{
    private const string ImageSetting = "COUNSELDESK_SQLSERVER_IMAGE";

#pragma warning disable CA2255 // It must run before any test reads the setting.
    [ModuleInitializer]
    public static void Start()
#pragma warning restore CA2255
    {
        var image = Environment.GetEnvironmentVariable(ImageSetting)
            ?? throw new InvalidOperationException($"Set {ImageSetting} to the container image of SQL Server 2022 or later; see README.md.");
        var container = new MsSqlBuilder(image).Build();
        container.StartAsync().GetAwaiter().GetResult();
        // Every database of a test is made from master.
        Environment.SetEnvironmentVariable(TestDatabase.Setting, container.GetConnectionString().Replace("Database=master;", "", StringComparison.Ordinal));
    }
}
