using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Calendars;

/// <summary>The calendar as a parser that others wrote understands it.</summary>
public sealed class OtherReaderTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    // Strict: what the parser would forgive is a fault here. Each event's times come back as instants.
    private const string Script = """
        import { createRequire } from 'node:module';
        import { readFileSync } from 'node:fs';
        const found = createRequire(process.argv[2] + '/')('ical.js');
        const ICAL = found.default ?? found;
        ICAL.design.strict = true;
        const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
        console.log(JSON.stringify({
          version: calendar.getFirstPropertyValue('version'),
          components: calendar.getAllSubcomponents().map(one => one.name),
          events: calendar.getAllSubcomponents('vevent').map(one => {
            const event = new ICAL.Event(one);
            return {
              id: event.uid, startsAt: event.startDate.toJSDate().toISOString(), endsAt: event.endDate.toJSDate().toISOString(),
              zone: event.startDate.zone.tzid, summary: event.summary, location: event.location, sequence: event.sequence,
              status: one.getFirstPropertyValue('status'), transparency: one.getFirstPropertyValue('transp'),
              stamp: one.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
            };
          }),
        }));
        """;

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [OtherReaderFact]
    public async Task Every_event_is_read_as_it_is_kept_whatever_letters_and_clocks()
    {
        var couple = (await _practice.Therapist.Post($"{V1}/couples", new
        {
            partners = new[] { new { firstName = "; \\Zoë", lastName = ",,Ünal" }, new { firstName = "👩‍👩‍👧 Ada", lastName = "日本" } },
        })).Expect(201);
        var address = (string)(await _practice.Therapist.Post($"{V1}/calendars", new { })).Expect(201).Json["address"]!;
        // Half a year of one weekday goes over a change of the clocks.
        var first = TimeProvider.System.GetUtcNow().Date.AddDays(3).AddHours(18);
        var series = (await _practice.Therapist.Post($"{V1}{couple.Location![V1.Length..]}/series", new
        {
            first = new { startsAt = first.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), minutes = 50, kind = "conjoint", place = "video" },
            everyWeeks = 1,
            count = 27,
        })).Expect(201).Json["sessions"]!.AsArray();
        var cancelled = (string)series[1]!["id"]!;
        (await _practice.Therapist.Post($"{V1}/sessions/{cancelled}/cancel", new { by = "couple" }, ("If-Match", "*"))).Expect(200);

        var read = await Read((await _api.Anonymous().Get(address)).Expect(200).Body);
        Assert.Equal("2.0", (string)read["version"]!);
        var events = read["events"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!, StringComparer.Ordinal);
        Assert.Equal(27, events.Count);
        foreach (var session in series.Select(one => one!))
        {
            var one = events[(string)session["id"]!];
            Assert.Equal(Instant(session["startsAt"]!), Instant(one["startsAt"]!));
            Assert.Equal(Instant(session["endsAt"]!), Instant(one["endsAt"]!));
            Assert.Equal(("UTC", "Video"), ((string)one["zone"]!, (string)one["location"]!));
            Assert.Equal(";.,. & 👩‍👩‍👧.日.", (string)one["summary"]!);
            var isCancelled = (string)session["id"]! == cancelled;
            Assert.Equal(isCancelled ? ("CANCELLED", "TRANSPARENT", 1) : ("CONFIRMED", "OPAQUE", 0), ((string)one["status"]!, (string)one["transparency"]!, (int)one["sequence"]!));
        }
    }

    [OtherReaderFact]
    public async Task An_empty_calendar_is_one_too()
    {
        var address = (string)(await _practice.Therapist.Post($"{V1}/calendars", new { })).Expect(201).Json["address"]!;
        var read = await Read((await _api.Anonymous().Get(address)).Expect(200).Body);
        Assert.Equal("""["vtimezone"]""", read["components"]!.ToJsonString());
    }

    [OtherReaderFact]
    public async Task The_reader_refuses_what_is_no_calendar()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Read("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY;no colon\r\nEND:VCALENDAR\r\n"));
    }

    private static DateTimeOffset Instant(JsonNode text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);

    private static async Task<JsonNode> Read(string calendar)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Path("read.mjs"), Script);
        using var node = Process.Start(new ProcessStartInfo("node", [folder.Path("read.mjs"), OtherReaderFactAttribute.Folder!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, faults) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.StandardInput.WriteAsync(calendar.AsMemory(), patience.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        return node.ExitCode == 0 ? JsonNode.Parse(await output)! : throw new InvalidOperationException(await faults);
    }
}
