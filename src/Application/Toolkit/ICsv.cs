namespace CounselDesk.Application.Toolkit;

/// <summary>Tables as spreadsheets read and write them. A cell that a spreadsheet would take for a formula goes out behind an apostrophe, and comes in without it.</summary>
public interface ICsv
{
    string Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows);

    /// <summary>The rows below the header, by column; null for what is no table: a quote left open, a row longer than the header, a column twice.</summary>
    IReadOnlyList<IReadOnlyDictionary<string, string>>? Read(string text);
}
