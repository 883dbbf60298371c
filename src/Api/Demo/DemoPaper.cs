using System.Globalization;
using System.Text;

namespace CounselDesk.Api.Demo;

/// <summary>A page of paper homework, for somebody to find attached.</summary>
internal static class DemoPaper
{
    private const string Words = "BT /F1 18 Tf 60 320 Td 30 TL (I was late, and I did not call.) Tj T* (You waited, and were afraid.) Tj T* (Next time I call before seven.) Tj ET";

    private static readonly string[] Objects =
    [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 400]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        string.Create(CultureInfo.InvariantCulture, $"<</Length {Words.Length}>>\nstream\n{Words}\nendstream"),
    ];

    public static byte[] Page { get; } = Write();

    private static byte[] Write()
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder("0000000000 65535 f \n");
        foreach (var (index, one) in Objects.Index())
        {
            table.Append(CultureInfo.InvariantCulture, $"{text.Length:D10} 00000 n \n");
            text.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{one}\nendobj\n");
        }

        var at = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {Objects.Length + 1}\n{table}trailer\n<</Size {Objects.Length + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
