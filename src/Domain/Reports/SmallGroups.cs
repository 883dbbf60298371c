namespace CounselDesk.Domain.Reports;

/// <summary>Decides which figures of a table of counts may be shown, so that no figure under five can be read or worked out.</summary>
/// <remarks>
/// A table comes with its sums: of every row, of every column, and of all. A figure under <see cref="Fewest"/> is withheld, nought
/// too: to know that nobody of a small group got worse is to know how each one fared. Then others are withheld for its sake, until
/// of every line whose sum is shown the withheld figures together come to five at least, and until for every small figure there is
/// another table that shows the same. Whoever reads is taken to know of each withheld figure whether it is small; they do not, so
/// they can work out less.
/// </remarks>
public sealed class SmallGroups
{
    /// <summary>The smallest number that is shown, of persons or of couples.</summary>
    public const int Fewest = 5;

    readonly int[,] values;
    readonly bool[,] shown;

    /// <summary>Judges a table.</summary>
    /// <param name="cells">Counts that do not overlap, by row and column, without the sums.</param>
    public SmallGroups(int[,] cells)
    {
        values = WithSums(cells);
        shown = new bool[Rows, Columns];
        foreach (var (row, column) in Places())
            shown[row, column] = values[row, column] >= Fewest;
        while (MendLine() || MendFigure())
        {
        }
    }

    int Rows => values.GetLength(0);

    int Columns => values.GetLength(1);

    /// <summary>A figure, or null where it is withheld. One past the last row or column is the sum.</summary>
    public int? this[int row, int column] => shown[row, column] ? values[row, column] : null;

    static int[,] WithSums(int[,] cells)
    {
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        var all = new int[rows + 1, columns + 1];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(cells[row, column], nameof(cells));
                all[row, column] = cells[row, column];
                all[row, columns] += cells[row, column];
                all[rows, column] += cells[row, column];
                all[rows, columns] += cells[row, column];
            }
        }

        return all;
    }

    /// <summary>Withholds one more where a line would tell a withheld figure, or that several together are under five.</summary>
    bool MendLine()
    {
        foreach (var line in Lines())
        {
            var withheld = line.Where(place => !IsShown(place)).ToList();
            var isTold = withheld.Count == 1 || (IsShown(line[^1]) && withheld.Sum(Value) < Fewest);
            if (withheld.Count > 0 && isTold && WithholdIn(line))
                return true;
        }

        return false;
    }

    /// <summary>Withholds one more where the lines together would tell a small figure.</summary>
    bool MendFigure()
    {
        foreach (var place in Places().Where(place => !IsShown(place) && Value(place) < Fewest && IsTold(place)))
        {
            // Where nothing is left in its own lines, it is told by way of others.
            if (WithholdIn(Line(place, alongRow: true)) || WithholdIn(Line(place, alongRow: false)) || WithholdIn([.. Places()]))
                return true;
        }

        return false;
    }

    // The smallest, since it is missed least; a sum only after what it sums.
    bool WithholdIn(List<(int Row, int Column)> line)
    {
        var candidates = line.SkipLast(1).Where(IsShown).OrderBy(Value).Concat(line.TakeLast(1).Where(IsShown)).ToList();
        if (candidates.Count == 0)
            return false;
        shown[candidates[0].Row, candidates[0].Column] = false;
        return true;
    }

    // With the sums counted as negative, every line adds up to nought. A figure can then be one more or less just where a way
    // leads back to it, alternately along columns and rows, over withheld figures that have room to give way by one.
    bool IsTold((int Row, int Column) place) => !HasWay(place, up: true) && !HasWay(place, up: false);

    bool HasWay((int Row, int Column) place, bool up)
    {
        if (!HasRoom(place, up))
            return false;
        // One more here asks for one less elsewhere in the column, that for one more elsewhere in its row, and so on.
        var seenColumns = new HashSet<int> { place.Column };
        var seenRows = new HashSet<int>();
        var next = new Queue<(bool IsColumn, int Index)>([(true, place.Column)]);
        while (next.TryDequeue(out var line))
        {
            for (var other = 0; other < (line.IsColumn ? Rows : Columns); other++)
            {
                var cell = line.IsColumn ? (Row: other, Column: line.Index) : (Row: line.Index, Column: other);
                if (cell == place || IsShown(cell) || !HasRoom(cell, up != line.IsColumn))
                    continue;
                if (line.IsColumn && other == place.Row)
                    return true;
                if ((line.IsColumn ? seenRows : seenColumns).Add(other))
                    next.Enqueue((!line.IsColumn, other));
            }
        }

        return false;
    }

    /// <summary>Whether a withheld figure may be one more (a sum: one less), as far as one knows who knows whether it is small.</summary>
    bool HasRoom((int Row, int Column) place, bool up)
    {
        var isSum = (place.Row == Rows - 1) != (place.Column == Columns - 1);
        var moved = Value(place) + (up == isSum ? -1 : 1);
        return Value(place) < Fewest ? moved is >= 0 and < Fewest : moved >= Fewest;
    }

    bool IsShown((int Row, int Column) place) => shown[place.Row, place.Column];

    int Value((int Row, int Column) place) => values[place.Row, place.Column];

    IEnumerable<(int Row, int Column)> Places() =>
        from row in Enumerable.Range(0, Rows)
        from column in Enumerable.Range(0, Columns)
        select (row, column);

    IEnumerable<List<(int Row, int Column)>> Lines() =>
    [
        .. Enumerable.Range(0, Rows).Select(row => Line((row, 0), alongRow: true)),
        .. Enumerable.Range(0, Columns).Select(column => Line((0, column), alongRow: false)),
    ];

    List<(int Row, int Column)> Line((int Row, int Column) place, bool alongRow) => alongRow
        ? [.. Enumerable.Range(0, Columns).Select(column => (place.Row, column))]
        : [.. Enumerable.Range(0, Rows).Select(row => (row, place.Column))];
}
