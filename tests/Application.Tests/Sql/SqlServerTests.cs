using CounselDesk.Application.Briefs;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Sql;

/// <summary>The other engine, where one is offered: migrations, commands, the brief, on a database made for it and dropped after.</summary>
public sealed class SqlServerTests
{
    private const string Setting = "COUNSELDESK_TEST_SQLSERVER";

    [SkippableFact]
    public async Task Serves_a_case_on_SQL_Server_where_COUNSELDESK_TEST_SQLSERVER_names_one()
    {
        var server = Environment.GetEnvironmentVariable(Setting);
        Skip.If(string.IsNullOrEmpty(server), $"Not run on SQL Server: set {Setting} to a connection string whose login may create databases.");

        var name = $"CounselDeskTest{new SqlServerDialect().NewId(TimeProvider.System.GetUtcNow()):N}";
        await Run(server, $"CREATE DATABASE [{name}]");
        try
        {
            await using var desk = await TestDesk.Open(new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString);
            var practice = await GivenPractice.Open(desk);
            var couple = await practice.Couple();
            var brief = await desk.Send(practice.Therapist, new GetBriefQuery(couple.Id));
            Assert.Equal([couple.A, couple.B], brief.Partners.Select(partner => partner.ClientId));
        }
        finally
        {
            SqlConnection.ClearAllPools();
            await Run(server, $"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]");
        }
    }

    private static async Task Run(string server, string sql)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
