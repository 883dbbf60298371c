using System.Net.Http.Headers;
using System.Text;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Files as a browser's form sends them.</summary>
public static class SomeFile
{
    public static byte[] Pdf(string words = "Our list") => Encoding.UTF8.GetBytes($"%PDF-1.7\n%{words}\nstartxref\n9\n%%EOF\n");

    /// <summary>One pixel, with a place and a note in it.</summary>
    public static byte[] Jpeg(string words) =>
    [
        0xFF, 0xD8, .. Segment(0xE1, [.. "Exif\0\0MM"u8, .. Encoding.UTF8.GetBytes(words)]), .. Segment(0xFE, Encoding.UTF8.GetBytes(words)),
        .. Segment(0xC0, 8, 0, 1, 0, 1, 1, 1, 0x11, 0), .. Segment(0xDA, 1, 1, 0, 0, 63, 0), 1, 2, 3, 0xFF, 0xD9,
    ];

    public static HttpContent Form(byte[]? content = null, string? name = "our list.pdf", string part = "file")
    {
        var file = new ByteArrayContent(content ?? Pdf());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        // By hand: the framework's own way would clean the name.
        file.Headers.TryAddWithoutValidation("Content-Disposition", name is null ? $"form-data; name=\"{part}\"" : $"form-data; name=\"{part}\"; filename=\"{name}\"");
        var form = new MultipartFormDataContent("a-boundary") { file };
        // As browsers do.
        form.HeaderEncodingSelector = (_, _) => Encoding.UTF8;
        return form;
    }

    private static byte[] Segment(byte marker, params byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
}
