using System.Buffers;
using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Sql;
using CounselDesk.Infrastructure.Toolkit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CounselDesk.Benchmarks;

/// <summary>
/// The same statements by raw ADO.NET and nothing else: Kestrel, one delegate, no routing, sign-in, access, validation,
/// audit or object mapping. Started as a process of its own: <c>bare --urls URL DATABASE PLAN</c>.
/// </summary>
internal sealed class BareServer(string connectionString, IReadOnlyList<Plan> plans) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, Work> _work = plans.ToDictionary(plan => "/" + plan.Operation, plan => new Work(plan), StringComparer.Ordinal);
    private readonly ToolkitCatalogue _toolkit = new ToolkitFiles().Catalogue;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private long _sequence = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond << 8;

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args[..2] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        await using var app = builder.Build();
        using var server = new BareServer($"Data Source={args[2]};Foreign Keys=True;Default Timeout=30", Plan.Load(args[3]));
        app.Run(server.Answer);
        await app.RunAsync();
        return 0;
    }

    public void Dispose() => _writer.Dispose();

    private async Task Answer(HttpContext http)
    {
        try
        {
            await Measured(http);
        }
        catch (SqliteException fault)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync(fault.Message);
        }
    }

    private async Task Measured(HttpContext http)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        var path = http.Request.Path.Value ?? "";
        if (string.Equals(path, "/toolkit", StringComparison.Ordinal))
            Search(http.Request.Query["q"].ToString(), body);
        else if (!_work.TryGetValue(path, out var work))
            http.Response.StatusCode = path is "/" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        else if (work.Writes)
            await Write(work, http, body);
        else
            Read(work, http, body);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.Body.WriteAsync(body.WrittenMemory);
    }

    private void Search(string words, ArrayBufferWriter<byte> body)
    {
        var found = _toolkit.Exercises
            .Where(exercise => Holds(exercise.Title) || Holds(exercise.Purpose) || exercise.Steps.Any(step => Holds(step.Text)))
            .Take(50)
            .ToList();
        using var json = new Utf8JsonWriter(body);
        JsonSerializer.Serialize(json, found, Json);

        bool Holds(string text) =>
            CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, words, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
    }

    private void Read(Work work, HttpContext http, ArrayBufferWriter<byte> body)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Statements(work, connection, null, http, body);
    }

    private async Task Write(Work work, HttpContext http, ArrayBufferWriter<byte> body)
    {
        // The API reads its caller's JSON, so this does too.
        using (await JsonDocument.ParseAsync(http.Request.Body))
        {
        }

        await _writer.WaitAsync();
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            Statements(work, connection, transaction, http, body);
            transaction.Commit();
        }
        finally
        {
            _writer.Release();
        }
    }

    private void Statements(Work work, SqliteConnection connection, SqliteTransaction? transaction, HttpContext http, ArrayBufferWriter<byte> body)
    {
        var kept = new Dictionary<(int Step, string Column), List<object?>>();
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = Json.Encoder, SkipValidation = true });
        json.WriteStartArray();
        for (var i = 0; i < work.Plan.Steps.Count; i++)
        {
            var step = work.Plan.Steps[i];
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var sql = step.Sql;
            foreach (var argument in step.Arguments)
            {
                var value = Value(argument, http, kept, made);
                if (argument.IsList)
                    sql = Expand(sql, command, argument.Name, (IReadOnlyList<object?>)value!);
                else
                    command.Parameters.Add(new SqliteParameter("@" + argument.Name, value ?? DBNull.Value));
            }

            command.CommandText = sql;
            if (step.Writes)
            {
                json.WriteNumberValue(command.ExecuteNonQuery());
                continue;
            }

            using var reader = command.ExecuteReader();
            Rows(reader, i, work, kept, json);
        }

        json.WriteEndArray();
    }

    private static void Rows(SqliteDataReader reader, int step, Work work, Dictionary<(int Step, string Column), List<object?>> kept, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var keeps = names.Select(name => work.Keeps.Contains((step, name))).ToArray();
        while (reader.Read())
        {
            json.WriteStartObject();
            for (var column = 0; column < names.Length; column++)
            {
                if (work.Plan.Unsent.Contains(names[column], StringComparer.Ordinal))
                    continue;
                var value = reader.GetValue(column);
                switch (value)
                {
                    case DBNull:
                        json.WriteNull(names[column]);
                        break;
                    case long number:
                        json.WriteNumber(names[column], number);
                        break;
                    case double number:
                        json.WriteNumber(names[column], number);
                        break;
                    default:
                        json.WriteString(names[column], (string)value);
                        break;
                }

                if (keeps[column])
                {
                    if (!kept.TryGetValue((step, names[column]), out var values))
                        kept[(step, names[column])] = values = [];
                    values.Add(value);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private object? Value(Argument argument, HttpContext http, Dictionary<(int Step, string Column), List<object?>> kept, Dictionary<string, object?> made)
    {
        switch (argument.From)
        {
            case Source.Fact:
                return http.Request.Query[argument.Key].ToString();
            case Source.Rows:
                var values = kept.GetValueOrDefault((argument.Step, argument.Key)) ?? [];
                return argument.IsList ? values.Distinct().ToList() : values.FirstOrDefault();
            case Source.NewId:
                return made.TryGetValue(argument.Key, out var id) ? id : made[argument.Key] = Ids.At(TimeProvider.System.GetUtcNow()).ToString().ToUpperInvariant();
            case Source.NewSequence:
                return made.TryGetValue(argument.Key, out var number) ? number : made[argument.Key] = Interlocked.Add(ref _sequence, 1 << 8);
            case Source.Now:
                return TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            default:
                return argument.Value;
        }
    }

    private static string Expand(string sql, SqliteCommand command, string name, IReadOnlyList<object?> values)
    {
        var names = new StringBuilder("(");
        for (var i = 0; i < values.Count; i++)
        {
            var one = string.Create(CultureInfo.InvariantCulture, $"@{name}{i}");
            names.Append(i == 0 ? "" : ", ").Append(one);
            command.Parameters.Add(new SqliteParameter(one, values[i]));
        }

        return sql.Replace("@" + name, names.Append(')').ToString(), StringComparison.Ordinal);
    }

    private sealed class Work(Plan plan)
    {
        public Plan Plan { get; } = plan;

        public bool Writes { get; } = plan.Steps.Any(step => step.Writes);

        public HashSet<(int Step, string Column)> Keeps { get; } =
            [.. plan.Steps.SelectMany(step => step.Arguments).Where(argument => argument.From == Source.Rows).Select(argument => (argument.Step, argument.Key))];
    }
}
