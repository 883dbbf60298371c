using System.Data;
using System.Data.SqlTypes;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>The fake server itself: it speaks as its client does, and hides nothing that it did not understand.</summary>
public sealed class FakeSqlServerTests
{
    public static TheoryData<string, SqlDbType, object> Values => new()
    {
        { "tinyint", SqlDbType.TinyInt, byte.MaxValue },
        { "smallint", SqlDbType.SmallInt, short.MinValue },
        { "int", SqlDbType.Int, int.MinValue },
        { "bigint", SqlDbType.BigInt, long.MaxValue },
        { "bit", SqlDbType.Bit, true },
        { "real", SqlDbType.Real, 1.5f },
        { "float", SqlDbType.Float, -1.1 },
        { "decimal(12,3)", SqlDbType.Decimal, -123456789.125m },
        { "time(7)", SqlDbType.Time, new TimeSpan(0, 23, 59, 59, 999) + TimeSpan.FromTicks(1) },
        { "datetime2(7)", SqlDbType.DateTime2, new DateTime(2024, 2, 29, 23, 59, 59, 999).AddTicks(9999) },
        { "datetimeoffset(7)", SqlDbType.DateTimeOffset, new DateTimeOffset(1, 1, 2, 0, 0, 0, TimeSpan.FromHours(-11.5)).AddTicks(1) },
        { "varchar(20)", SqlDbType.VarChar, "Zoë" },
        { "varchar(max)", SqlDbType.VarChar, new string('ë', 30_000) },
        { "nvarchar(20)", SqlDbType.NVarChar, "" },
        { "nvarchar(max)", SqlDbType.NVarChar, new string('€', 30_000) },
        { "varbinary(20)", SqlDbType.VarBinary, new byte[] { 0, 1, 255 } },
        { "varbinary(max)", SqlDbType.VarBinary, new byte[30_001] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Takes_and_gives_back_a_value_of_each_type(string type, SqlDbType sent, object value)
    {
        await using var server = new FakeSqlServer();
        server.On(request => request.Kind == RequestKind.Statement, request => Answer.Rows($"A {type}, B {type}, C {type} not null", [request["@Value"].Value, null, request["@Value"].Value]));
        await using var command = await Command(server, "SELECT @Value");
        command.Parameters.Add(new SqlParameter("@Value", sent) { Value = value });
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        Assert.Equal([value, DBNull.Value, value], new object[] { rows[0], rows[1], rows[2] });
    }

    [Fact]
    public async Task Gives_the_newest_rule_that_matches_and_the_answers_in_turn()
    {
        await using var server = new FakeSqlServer();
        server.On("UPDATE", Answer.Count(1), Answer.Count(2));
        server.On("UPDATE Others", Answer.Count(7));
        await using var command = await Command(server, "update Things");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
        command.CommandText = "UPDATE Others";
        Assert.Equal(7, await command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task Gives_several_results_in_one_reply()
    {
        await using var server = new FakeSqlServer();
        server.On("SELECT", Answer.Rows("A int", [1], [2]).Then(Answer.Count(5)).Then(Answer.Rows("B nvarchar(3)", ["x"])).Then(Answer.Error(50001, "After all.")));
        foreach (var parameter in new SqlParameter?[] { null, new("@Number", 1) })
        {
            await using var command = await Command(server, "SELECT 1");
            if (parameter is not null)
                command.Parameters.Add(parameter);
            await using var rows = await command.ExecuteReaderAsync();
            Assert.True(await rows.ReadAsync() && await rows.ReadAsync());
            Assert.True(await rows.NextResultAsync() && await rows.ReadAsync());
            Assert.Equal("x", rows.GetString(0));
            Assert.Equal(50001, (await Assert.ThrowsAsync<SqlException>(() => rows.NextResultAsync())).Number);
        }
    }

    [Fact]
    public async Task Understands_a_procedure_called_by_name_and_answers_its_output()
    {
        await using var server = new FakeSqlServer();
        server.On(request => request is { Kind: RequestKind.Procedure, Name: "dbo.CountThings" }, Answer.Out("@Number", 7).Then(Answer.Count(3)));
        await using var command = await Command(server, "dbo.CountThings");
        command.CommandType = CommandType.StoredProcedure;
        command.Parameters.Add(new SqlParameter("@Name", SqlDbType.NVarChar, 40) { Value = "x" });
        command.Parameters.Add(new SqlParameter("@Number", SqlDbType.Int) { Direction = ParameterDirection.Output });
        Assert.Equal(3, await command.ExecuteNonQueryAsync());
        Assert.Equal(7, command.Parameters["@Number"].Value);
        Assert.Equal(
            [new Parameter("@Name", "nvarchar(40)", "x", IsOutput: false), new Parameter("@Number", "int", null, IsOutput: true)],
            Assert.Single(server.Requests).Parameters);
    }

    [Fact]
    public async Task Understands_several_statements_in_one_message()
    {
        await using var server = new FakeSqlServer();
        server.On("UPDATE", Answer.Count(1), Answer.Count(2));
        await using var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var batch = new SqlBatch(connection);
        foreach (var number in new[] { 1, 2 })
        {
            var command = new SqlBatchCommand("UPDATE Things SET Number = @Number");
            command.Parameters.Add(new SqlParameter("@Number", number));
            batch.BatchCommands.Add(command);
        }

        Assert.Equal(3, await batch.ExecuteNonQueryAsync());
        Assert.Equal([1, 2], server.Requests.Select(request => request["@Number"].Value));
    }

    [Fact]
    public async Task Fails_the_test_that_gave_no_answer()
    {
        var server = new FakeSqlServer();
        await using (var command = await Command(server, "SELECT 'forgotten'"))
            Assert.Equal(50000, (await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync())).Number);
        var fault = await Assert.ThrowsAsync<WireFault>(async () => await server.DisposeAsync());
        Assert.Contains("Batch SELECT 'forgotten'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_the_test_that_sends_what_it_does_not_understand()
    {
        var server = new FakeSqlServer();
        await using (var command = await Command(server, "SELECT @Value"))
        {
            command.Parameters.Add(new SqlParameter("@Value", SqlDbType.Xml) { Value = SqlXml.Null });
            await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync());
        }

        var fault = await Assert.ThrowsAsync<WireFault>(async () => await server.DisposeAsync());
        Assert.Contains("0xF1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A nvarchar(3)", "four", "8 bytes")]
    [InlineData("A int not null", null, "null")]
    [InlineData("A int, B int", 1, "1 values")]
    [InlineData("A sometype", 1, "sometype")]
    public async Task Fails_the_test_whose_answer_fits_no_table(string columns, object? value, string named)
    {
        var server = new FakeSqlServer();
        server.On(request => request.Says("SELECT"), _ => Answer.Rows(columns, [value]));
        await using (var command = await Command(server, "SELECT 1"))
            await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync());
        var fault = await Assert.ThrowsAsync<WireFault>(async () => await server.DisposeAsync());
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<SqlCommand> Command(FakeSqlServer server, string sql)
    {
        var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        return new SqlCommand(sql, connection);
    }
}
