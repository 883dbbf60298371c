using System.Text;
using CounselDesk.Api.Tests.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Api.Tests.Homework;

/// <summary>Files over HTTP: what is taken, how far it is read, how it comes back.</summary>
[Collection("one world")]
public sealed class AttachmentTests(World world) : IAsyncLifetime
{
    private string _logs = "";
    private string _log = "";

    private ApiClient Partner => world.One.Partner;

    private string Own => $"/api/v1/portal/{_logs}/{_log}/attachments";

    private string Therapists => $"/api/v1/{_logs}/{_log}/attachments";

    public async Task InitializeAsync()
    {
        var today = (string)(await Partner.Get("/api/v1/portal/home")).Expect(200).Json["today"]!;
        var assignment = (await world.One.Therapist.Post(
            $"/api/v1/couples/{world.One.Ids["coupleId"]}/assignments", new { exerciseKey = "gratitude", @for = "each", startOn = today, cadence = new { kind = "daily" } })).Expect(201);
        _logs = $"assignments/{(string)assignment.Json["id"]!}/logs";
        _log = (string)(await Partner.Post($"/api/v1/portal/{_logs}", new { day = today, outcome = "done", answers = new { noticed = "Tea" } })).ExpectGood().Json["id"]!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Is_saved_and_never_shown_in_place()
    {
        var attached = (await Partner.Post(Own, SomeFile.Form(SomeFile.Pdf("Words"), "Zoë’s list.pdf"))).Expect(201);
        Assert.Equal("Zoë’s list.pdf", (string)attached.Json["fileName"]!);
        foreach (var (who, path) in new[] { (Partner, attached.Location!), (world.One.Therapist, $"{Therapists}/{(string)attached.Json["id"]!}") })
        {
            var file = (await who.Get(path)).Expect(200);
            Assert.Equal(("application/octet-stream", Encoding.UTF8.GetString(SomeFile.Pdf("Words"))), (file.ContentType, file.Body));
            Assert.Contains("Content-Disposition: attachment; filename=\"Zo__s list.pdf\"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20list.pdf", file.Headers, StringComparison.Ordinal);
            Assert.Contains("X-Content-Type-Options: nosniff", file.Headers, StringComparison.Ordinal);
            Assert.Contains("Cache-Control: no-store", file.Headers, StringComparison.Ordinal);
            Assert.Contains("Content-Security-Policy: default-src 'none'; sandbox;", file.Headers, StringComparison.Ordinal);
            (await who.Get(path, ("If-None-Match", file.ETag!))).Expect(304);
        }

        (await world.One.OtherPartner.Get(attached.Location!)).Expect(404);
        (await world.One.OtherTherapist.Get($"{Therapists}/{(string)attached.Json["id"]!}")).Expect(403);
        (await world.Two.Therapist.Get($"{Therapists}/{(string)attached.Json["id"]!}")).Expect(404);
        (await Partner.Send("DELETE", attached.Location!, null)).Expect(204);
        (await Partner.Get(attached.Location!)).Expect(404);
    }

    [Fact]
    public async Task A_photographs_place_and_notes_do_not_come_back()
    {
        var attached = (await Partner.Post(Own, SomeFile.Form(SomeFile.Jpeg("51.5074 N"), "photo.pdf"))).Expect(201);
        Assert.Equal(("jpeg", "photo.pdf.jpg"), ((string)attached.Json["kind"]!, (string)attached.Json["fileName"]!));
        Assert.DoesNotContain("51.5074", (await Partner.Get(attached.Location!)).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_with_the_same_key_it_is_attached_once_whatever_the_form_around_it()
    {
        var first = (await Partner.Post(Own, SomeFile.Form(), ("Idempotency-Key", _log))).Expect(201);
        using var again = new MultipartFormDataContent("another-boundary") { { new ByteArrayContent(SomeFile.Pdf()), "file", "our list.pdf" } };
        Assert.Equal(first.Body, (await Partner.Post(Own, again, ("Idempotency-Key", _log))).Expect(201).Body);
        Assert.Single((await Partner.Get(Own)).Expect(200).Json["items"]!.AsArray());
        (await Partner.Post(Own, SomeFile.Form(SomeFile.Pdf("Another list")), ("Idempotency-Key", _log))).Expect(422, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd.pdf")]
    [InlineData("list\u202Efdp.exe", "listfdp.exe.pdf")]
    [InlineData("C:\\\\a\\\\list.pdf", "list.pdf")]
    [InlineData("a\tb%0D%0ASet-Cookie: x=1", "ab_0D_0ASet-Cookie_ x=1.pdf")]
    public async Task A_hostile_name_is_only_shown_and_cleaned(string name, string shown)
    {
        var attached = (await Partner.Post(Own, SomeFile.Form(name: name))).Expect(201);
        Assert.Equal(shown, (string)attached.Json["fileName"]!);
        var file = (await Partner.Get(attached.Location!)).Expect(200);
        Assert.DoesNotContain("Set-Cookie:", file.Headers, StringComparison.Ordinal);
        (await Partner.Send("DELETE", attached.Location!, null)).Expect(204);
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_cut()
    {
        var attached = (await Partner.Post(Own, SomeFile.Form(name: new string('n', 10_000)))).Expect(201);
        Assert.Equal(AttachmentLimits.FileName, ((string)attached.Json["fileName"]!).Length);
        (await Partner.Send("DELETE", attached.Location!, null)).Expect(204);
    }

    [Fact]
    public async Task What_is_no_such_file_is_refused_by_what_it_is()
    {
        var before = DatabaseState.Of(world.Api);
        (await Partner.Post(Own, SomeFile.Form("<html><script>"u8.ToArray(), "page.pdf"))).Expect(415, "attachment-kind");
        (await Partner.Post(Own, SomeFile.Form(SomeFile.Pdf()[..^9]))).Expect(422, "attachment-damaged");
        (await Partner.Post(Own, SomeFile.Form([]))).Expect(400, "empty-file");
        (await Partner.Post(Own, SomeFile.Form(part: "other"))).Expect(400, "unknown-property");
        (await Partner.Post(Own, new MultipartFormDataContent("a-boundary"))).Expect(400);
        (await Partner.Post(Own, ApiClient.Bytes(ApiClient.Utf8("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF"), "multipart/form-data; boundary=b"))).Expect(400, "malformed-body");
        (await Partner.Post(Own, ApiClient.Bytes(SomeFile.Pdf(), "application/pdf"))).Expect(415, "unsupported-media-type");
        (await Partner.Post(Own, ApiClient.Bytes(SomeFile.Pdf(), "multipart/form-data"))).Expect(415, "unsupported-media-type");
        (await Partner.Post(Own, new ByteArrayContent(SomeFile.Pdf()))).Expect(415, "unsupported-media-type");
        using var two = new MultipartFormDataContent("a-boundary") { { new ByteArrayContent(SomeFile.Pdf()), "file", "a.pdf" }, { new ByteArrayContent(SomeFile.Pdf()), "file", "b.pdf" } };
        (await Partner.Post(Own, two)).Expect(400, "repeated-property");
        Assert.Empty(DatabaseState.Differences(before, DatabaseState.Of(world.Api)));
    }

    [Fact]
    public async Task Ten_megabytes_are_taken_and_one_byte_more_is_not()
    {
        var most = SomeFile.Pdf(new string('x', AttachmentLimits.Bytes - SomeFile.Pdf("").Length));
        Assert.Equal(AttachmentLimits.Bytes, most.Length);
        var attached = (await Partner.Post(Own, SomeFile.Form(most))).Expect(201);
        Assert.Equal(most.Length, (await Partner.Get(attached.Location!)).Expect(200).Body.Length);
        (await Partner.Send("DELETE", attached.Location!, null)).Expect(204);
        (await Partner.Post(Own, SomeFile.Form(SomeFile.Pdf(new string('x', most.Length - SomeFile.Pdf("").Length + 1))))).Expect(413, "attachment-too-large");
    }

    [Fact]
    public async Task Fifty_announced_megabytes_are_turned_away_before_the_first()
    {
        using var request = await RawRequest.Begin(Partner, Own, "Content-Type: multipart/form-data; boundary=b", $"Content-Length: {50 * 1024 * 1024}");
        var answer = await request.Answer();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("attachment-too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_read_no_further_than_the_limit()
    {
        using var request = await RawRequest.Begin(Partner, Own, "Content-Type: multipart/form-data; boundary=b", "Transfer-Encoding: chunked");
        await request.Chunk(ApiClient.Utf8("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n"));
        var chunk = new byte[256 * 1024];
        while (request.Sent < 50 * 1024 * 1024 && await request.Chunk(chunk))
            await Task.Delay(1);
        var answer = await request.Answer();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("attachment-too-large", answer, StringComparison.Ordinal);
        // What the sockets hold in between comes on top.
        Assert.InRange(request.Sent, AttachmentLimits.Bytes, 30 * 1024 * 1024);
    }

    [Fact]
    public async Task Whoever_may_not_is_told_before_the_body_is_read()
    {
        using var request = await RawRequest.Begin(world.One.Frontdesk, Own, "Content-Type: multipart/form-data; boundary=b", "Content-Length: 5000000");
        Assert.StartsWith("HTTP/1.1 403", await request.Answer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_at_once_than_fit_into_memory_wait_and_beyond_those_are_429()
    {
        await using var api = await TestApi.Start("--Attachments:UploadsAtOnce=1");
        var practice = await GivenPractice.Open(api);
        var open = new List<RawRequest>();
        // One is read, four wait, and one is too many, whichever of them came last.
        for (var i = 0; i < 6; i++)
            open.Add(await RawRequest.Begin(practice.Partner, Own, "Content-Type: multipart/form-data; boundary=b", "Content-Length: 5000000"));
        var answers = open.ConvertAll(request => request.Answer());
        var refused = await await Task.WhenAny(answers);
        Assert.StartsWith("HTTP/1.1 429", refused, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 5", refused, StringComparison.Ordinal);
        Assert.Contains("too-many-requests", refused, StringComparison.Ordinal);
        Assert.Equal(1, answers.Count(answer => answer.IsCompleted));

        open.ForEach(request => request.Dispose());
        var (after, tries) = (429, 0);
        for (; after == 429 && tries < 50; tries++)
        {
            await Task.Delay(100);
            after = (await practice.Partner.Post(Own, SomeFile.Form())).Status;
        }

        Assert.Equal(404, after);
    }
}
