using System.Globalization;
using CounselDesk.Application.Toolkit;
using CsvHelper;
using CsvHelper.Configuration;

namespace CounselDesk.Infrastructure.Toolkit;

/// <summary>RFC 4180 by CsvHelper. Apostrophes guard against formulas, the way OWASP advises; one that is there already gets another, so that nothing is lost.</summary>
public sealed class Csv : ICsv
{
    private const string Guarded = "=+-@\t\r\n'＝＋－＠";

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        BadDataFound = null,
        MissingFieldFound = null,
    };

    public string Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Configuration, leaveOpen: true))
        {
            foreach (var row in rows.Prepend(columns))
            {
                foreach (var cell in row)
                    csv.WriteField(cell.Length > 0 && Guarded.Contains(cell[0], StringComparison.Ordinal) ? $"'{cell}" : cell, shouldQuote: true);
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>>? Read(string text)
    {
        var isBroken = false;
        var strict = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = _ => isBroken = true, DetectColumnCountChanges = false };
        // A spreadsheet's mark of UTF-8 is no part of the first column's name.
        using var reader = new StringReader(text.TrimStart('\ufeff'));
        using var csv = new CsvParser(reader, strict);
        if (!csv.Read() || csv.Record is not { } columns || columns.Distinct(StringComparer.Ordinal).Count() != columns.Length)
            return null;
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
        {
            var cells = csv.Record!;
            if (cells.Length > columns.Length)
                return null;
            rows.Add(columns.Index().ToDictionary(column => column.Item, column => column.Index < cells.Length ? Plain(cells[column.Index]) : "", StringComparer.Ordinal));
        }

        return isBroken || HasOpenQuote(text) ? null : rows;
    }

    // Inside or outside of quotes, a whole table has an even number of them.
    private static bool HasOpenQuote(string text) => text.Count(c => c == '"') % 2 != 0;

    private static string Plain(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;
}
