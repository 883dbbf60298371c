using System.Data;
using CounselDesk.Domain.People;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What a handler's values become on the way to SQL Server.</summary>
public sealed class SentParametersTests : IAsyncLifetime
{
    private const string Sql = "SELECT x.Id FROM Things x WHERE x.Given = @Given";
    private static readonly Guid Id = new("0198c1f2-5a00-7000-8000-000000000001");
    private static readonly Guid OtherId = new("0198c1f2-5a00-7000-8000-000000000002");

    private readonly WiredDb _db = new();

    public Task InitializeAsync()
    {
        _db.Server.On("FROM Things", Answer.Rows("Id uniqueidentifier"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Sends_an_id_as_a_uniqueidentifier() =>
        Assert.Equal(("uniqueidentifier", Id), await Sent(new { Given = Id }));

    [Fact]
    public async Task Sends_an_instant_cut_to_the_millisecond()
    {
        var at = new DateTimeOffset(2026, 3, 29, 2, 30, 15, 123, TimeSpan.Zero);
        Assert.Equal(("datetimeoffset(3)", at), await Sent(new { Given = at.AddTicks(TimeSpan.TicksPerMillisecond - 1) }));
    }

    [Fact]
    public async Task Sends_an_instant_of_another_offset_as_the_same_instant()
    {
        var at = new DateTimeOffset(2026, 3, 29, 2, 30, 15, 123, TimeSpan.FromHours(-5));
        var (type, value) = await Sent(new { Given = at });
        Assert.Equal("datetimeoffset(3)", type);
        Assert.Equal(at.UtcDateTime, Assert.IsType<DateTimeOffset>(value).UtcDateTime);
    }

    [Fact]
    public async Task Sends_a_day_as_a_date()
    {
        var day = new DateOnly(2024, 2, 29);
        Assert.Equal(("date", day), await Sent(new { Given = day }));
    }

    [Fact]
    public async Task Sends_texts_in_sizes_that_do_not_follow_their_length()
    {
        Assert.Equal(("nvarchar(4000)", "Zoë said “no”"), await Sent(new { Given = "Zoë said “no”" }));
        Assert.Equal(("nvarchar(4000)", ""), await Sent(new { Given = "" }));
        var longest = new string('x', 4000);
        Assert.Equal(("nvarchar(4000)", longest), await Sent(new { Given = longest }));
        var longer = new string('é', 100_001);
        Assert.Equal(("nvarchar(max)", longer), await Sent(new { Given = longer }));
    }

    [Fact]
    public async Task Sends_bytes_as_bytes_and_none_as_none_of_them()
    {
        byte[] part = [0, 255, 1, 254];
        var (type, value) = await Sent(new { Given = part });
        Assert.Equal("varbinary(max)", type);
        Assert.Equal(part, Assert.IsType<byte[]>(value));
        Assert.Equal(("varbinary(max)", null), await Sent(new { Given = (byte[]?)null }));
    }

    [Fact]
    public async Task Sends_an_enum_by_its_name() =>
        Assert.Equal(("nvarchar(4000)", "Supervisor"), await Sent(new { Given = Role.Supervisor }));

    [Fact]
    public async Task Sends_flags_and_whole_numbers_as_what_they_are()
    {
        Assert.Equal(("bit", true), await Sent(new { Given = true }));
        Assert.Equal(("bit", false), await Sent(new { Given = false }));
        Assert.Equal(("int", -7), await Sent(new { Given = -7 }));
        Assert.Equal(("bigint", long.MinValue), await Sent(new { Given = long.MinValue }));
    }

    [Fact]
    public async Task Sends_a_null_as_what_it_would_have_been()
    {
        await SendsNull("uniqueidentifier", new { Given = (Guid?)null });
        await SendsNull("datetimeoffset(3)", new { Given = (DateTimeOffset?)null });
        await SendsNull("date", new { Given = (DateOnly?)null });
        await SendsNull("nvarchar(4000)", new { Given = (string?)null });
        await SendsNull("nvarchar(4000)", new { Given = (Role?)null });
        await SendsNull("bit", new { Given = (bool?)null });
        await SendsNull("int", new { Given = (int?)null });
        await SendsNull("bigint", new { Given = (long?)null });
    }

    [Fact]
    public async Task A_null_without_a_type_is_a_text_to_the_driver()
    {
        await using var connection = new SqlConnection(_db.Server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(Sql, connection);
        command.Parameters.AddWithValue("@Given", DBNull.Value);
        await command.ExecuteNonQueryAsync();
        Assert.Equal(("nvarchar(4000)", null), Last());
    }

    [Fact]
    public async Task A_null_of_bytes_must_say_so_for_no_text_becomes_bytes()
    {
        await using var connection = new SqlConnection(_db.Server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(Sql, connection);
        var given = command.Parameters.Add("@Given", SqlDbType.VarBinary, -1);
        foreach (var (value, sent) in new (object, byte[]?)[] { (DBNull.Value, null), (new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3 }), (Array.Empty<byte>(), Array.Empty<byte>()) })
        {
            given.Value = value;
            await command.ExecuteNonQueryAsync();
            Assert.Equal("varbinary(max)", Last().Type);
            Assert.Equal(sent, Last().Value);
        }
    }

    [Fact]
    public async Task Sends_each_member_of_a_list_as_a_parameter_of_its_own()
    {
        const string sql = "SELECT x.Id FROM Things x WHERE x.Id IN @Ids AND x.Kind IN @Kinds";
        await _db.Query<Guid>(sql, new { Ids = new[] { Id, OtherId }, Kinds = new[] { Role.Admin, Role.Therapist } });
        var request = _db.Server.Requests[^1];
        Assert.Equal("SELECT x.Id FROM Things x WHERE x.Id IN (@Ids1,@Ids2) AND x.Kind IN (@Kinds1,@Kinds2)", request.Sql);
        Assert.Equal([("@Ids1", Id), ("@Ids2", OtherId), ("@Kinds1", "Admin"), ("@Kinds2", "Therapist")], request.Parameters.Select(sent => (sent.Name, sent.Value)));
        Assert.All(request.Parameters.Take(2), id => Assert.Equal("uniqueidentifier", id.Type));
        Assert.All(request.Parameters.Skip(2), kind => Assert.StartsWith("nvarchar(", kind.Type, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_nothing_by_an_empty_list()
    {
        await _db.Query<Guid>("SELECT x.Id FROM Things x WHERE x.Id IN @Ids", new { Ids = Array.Empty<Guid>() });
        Assert.Equal("SELECT x.Id FROM Things x WHERE x.Id IN (SELECT @Ids WHERE 1 = 0)", _db.Server.Requests[^1].Sql);
        Assert.Null(_db.Server.Requests[^1]["@Ids"].Value);
    }

    [Fact]
    public async Task Sends_the_statement_as_it_is_written()
    {
        var sql = $"SELECT x.Id -- 'ü'\r\n\tFROM Things x\nWHERE x.Given = @Given AND x.Text <> '{new string('ß', 9000)}'\n";
        await Sent(new { Given = 1 }, sql);
        Assert.Equal((RequestKind.Statement, sql), (_db.Server.Requests[^1].Kind, _db.Server.Requests[^1].Sql));
    }

    [Fact]
    public async Task Sends_a_statement_without_parameters_as_a_plain_batch()
    {
        await _db.Query<Guid>("SELECT x.Id FROM Things x");
        Assert.Equal((RequestKind.Batch, "SELECT x.Id FROM Things x"), (_db.Server.Requests[^1].Kind, _db.Server.Requests[^1].Sql));
    }

    [Fact]
    public async Task Adds_the_callers_practice_where_the_statement_names_it()
    {
        const string sql = "SELECT x.Id FROM Things x WHERE x.PracticeId = @PracticeId";
        await _db.Query<Guid>(sql);
        Assert.Equal([new Parameter("@PracticeId", "uniqueidentifier", WiredDb.PracticeId, IsOutput: false)], _db.Server.Requests[^1].Parameters);
        await _db.Query<Guid>(sql, new { PracticeId = OtherId });
        Assert.Equal([new Parameter("@PracticeId", "uniqueidentifier", OtherId, IsOutput: false)], _db.Server.Requests[^1].Parameters);
    }

    private async Task SendsNull(string columnType, object args)
    {
        var (type, value) = await Sent(args);
        Assert.Null(value);
        Assert.Equal(columnType, type);
    }

    private async Task<(string Type, object? Value)> Sent(object args, string sql = Sql)
    {
        Assert.Empty(await _db.Query<Guid>(sql, args));
        return Last();
    }

    private (string Type, object? Value) Last() => (_db.Server.Requests[^1]["@Given"].Type, _db.Server.Requests[^1]["@Given"].Value);
}
