using CounselDesk.Domain.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Reports;

public sealed class SmallGroupsTests
{
    [Fact]
    public void Shows_everything_where_nothing_is_small()
    {
        var table = new SmallGroups(new[,] { { 5, 7 }, { 9, 6 } });
        Assert.Equal([5, 7, 12, 9, 6, 15, 14, 13, 27], Figures(table, 2, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Withholds_a_small_figure_and_what_would_tell_it(int small)
    {
        var table = new SmallGroups(new[,] { { small, 20, 8, 30 } });
        Assert.Equal([null, 20, null, 30, small + 58], Enumerable.Range(0, 5).Select(column => table[0, column]));
    }

    [Fact]
    public void Does_not_tell_that_several_small_groups_together_are_a_small_group()
    {
        var table = new SmallGroups(new[,] { { 1 }, { 1 }, { 8 }, { 20 } });
        Assert.Equal([null, null, null, 20, 30], Enumerable.Range(0, 5).Select(row => table[row, 0]));
    }

    [Fact]
    public void Does_not_tell_two_small_figures_by_a_sum_that_only_the_greatest_can_make()
    {
        var table = new SmallGroups(new[,] { { 4, 4, 9, 12 } });
        Assert.Equal([null, null, null, 12, 29], Enumerable.Range(0, 5).Select(column => table[0, column]));
    }

    [Fact]
    public void Withholds_elsewhere_where_a_figure_is_told_by_way_of_others() => Assert.True(IsSafe(new[,] { { 5, 1, 0 }, { 1, 4, 5 } }));

    [Fact]
    public void Shows_nothing_of_a_group_that_is_small() =>
        Assert.All(Figures(new SmallGroups(new[,] { { 1, 2 }, { 0, 1 } }), 2, 2), Assert.Null);

    [Fact]
    public void Keeps_a_table_without_rows_empty() => Assert.Null(new SmallGroups(new int[0, 3])[0, 3]);

    [Fact]
    public void Refuses_fewer_than_none() => Assert.Throws<ArgumentOutOfRangeException>(() => new SmallGroups(new[,] { { -1 } }));

    [Fact]
    public void No_combination_of_what_is_shown_determines_a_figure_under_five()
    {
        var tables =
            from rows in Gen.Choose(1, 3)
            from columns in Gen.Choose(1, rows == 3 ? 2 : 3)
            from cells in Gen.Frequency((3, Gen.Choose(0, 4)), (2, Gen.Choose(5, 7))).ArrayOf(rows * columns)
            select Table(rows, columns, cells);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(tables), IsSafe));
    }

    [Fact]
    public void No_line_tells_of_a_small_group_made_of_several()
    {
        var tables =
            from rows in Gen.Choose(1, 6)
            from columns in Gen.Choose(1, 6)
            from cells in Gen.Frequency((2, Gen.Choose(0, 4)), (3, Gen.Choose(5, 40))).ArrayOf(rows * columns)
            select Table(rows, columns, cells);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(tables), cells =>
        {
            var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
            var table = new SmallGroups(cells);
            return Enumerable.Range(0, rows).All(row => HidesEnough(Enumerable.Range(0, columns).Select(column => (cells[row, column], table[row, column])), table[row, columns]))
                && Enumerable.Range(0, columns).All(column => HidesEnough(Enumerable.Range(0, rows).Select(row => (cells[row, column], table[row, column])), table[rows, column]));
        }));
    }

    [Fact]
    public void The_search_for_other_tables_finds_what_is_told()
    {
        // Without the second withheld figure, the sum tells the first: the proof above must be able to fail.
        var cells = new[,] { { 2, 6, 7 } };
        Assert.False(HasOther(cells, (row, column) => column == 0 ? null : column == 3 || row == 1 ? Sum(cells, row, column) : cells[row, column], 0, 0));
    }

    private static bool HidesEnough(IEnumerable<(int Value, int? Shown)> line, int? sum)
    {
        var withheld = line.Where(cell => cell.Shown is null).ToList();
        return sum is null || withheld.Count == 0 || (withheld.Count > 1 && withheld.Sum(cell => cell.Value) >= SmallGroups.Fewest);
    }

    // By trying: for each small figure, is there another table of the same shown figures in which it is another?
    private static bool IsSafe(int[,] cells)
    {
        var table = new SmallGroups(cells);
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        return (from row in Enumerable.Range(0, rows)
                from column in Enumerable.Range(0, columns)
                where cells[row, column] < SmallGroups.Fewest
                select table[row, column] is null && HasOther(cells, (r, c) => table[r, c], row, column)).All(safe => safe);
    }

    private static bool HasOther(int[,] cells, Func<int, int, int?> shown, int row, int column) =>
        Enumerable.Range(0, SmallGroups.Fewest).Any(value =>
        {
            if (value == cells[row, column])
                return false;
            var tried = (int[,])cells.Clone();
            tried[row, column] = value;
            return Fits(tried, cells, shown, (row, column), 0);
        });

    // Fills the withheld figures one by one; a reader knows of each whether it is small, and no more.
    private static bool Fits(int[,] tried, int[,] cells, Func<int, int, int?> shown, (int Row, int Column) held, int place)
    {
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        if (place == rows * columns)
        {
            return Enumerable.Range(0, rows + 1).All(row => SumFits(row, columns)) && Enumerable.Range(0, columns).All(column => SumFits(rows, column));

            bool SumFits(int row, int column) => shown(row, column) is { } known
                ? known == Sum(tried, row, column)
                : (Sum(tried, row, column) < SmallGroups.Fewest) == (Sum(cells, row, column) < SmallGroups.Fewest);
        }

        var (r, c) = (place / columns, place % columns);
        if (c == 0 && r > 0 && shown(r - 1, columns) is { } before && before != Sum(tried, r - 1, columns))
            return false;
        if ((r, c) == held || shown(r, c) is not null)
            return Fits(tried, cells, shown, held, place + 1);
        var (least, most) = cells[r, c] < SmallGroups.Fewest ? (0, 4) : (5, 10);
        for (var value = least; value <= most; value++)
        {
            tried[r, c] = value;
            if (Fits(tried, cells, shown, held, place + 1))
                return true;
        }

        return false;
    }

    private static int Sum(int[,] cells, int row, int column) =>
        Enumerable.Range(0, cells.GetLength(0)).Where(r => row == cells.GetLength(0) || r == row).Sum(r =>
            Enumerable.Range(0, cells.GetLength(1)).Where(c => column == cells.GetLength(1) || c == column).Sum(c => cells[r, c]));

    private static int[,] Table(int rows, int columns, int[] cells)
    {
        var table = new int[rows, columns];
        foreach (var (index, cell) in cells.Index())
            table[index / columns, index % columns] = cell;
        return table;
    }

    private static List<int?> Figures(SmallGroups table, int rows, int columns) =>
        [.. Enumerable.Range(0, rows + 1).SelectMany(row => Enumerable.Range(0, columns + 1).Select(column => table[row, column]))];
}
