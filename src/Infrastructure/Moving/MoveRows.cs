namespace CounselDesk.Infrastructure.Moving;

/// <summary>What is done with a stream of rows, whichever side it comes from.</summary>
internal static class MoveRows
{
    private const int LargestBatchTexts = 8_000_000;
    private const int RowsBetweenReports = 1000;

    /// <summary>The same rows; a fault in reading them names the side that they come from.</summary>
    public static async IAsyncEnumerable<object?[]> From(this IAsyncEnumerable<object?[]> rows, string place)
    {
        await using var each = rows.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync())
                    yield break;
            }
            catch (Exception fault) when (MoveFailure.Knows(fault))
            {
                throw MoveFailure.Of(fault, place);
            }

            yield return each.Current;
        }
    }

    /// <summary>So many rows at a time, fewer where their texts are long: a batch is held in memory.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<object?[]>> InBatches(this IAsyncEnumerable<object?[]> rows, int size)
    {
        var batch = new List<object?[]>();
        var texts = 0;
        await foreach (var row in rows)
        {
            batch.Add(row);
            texts += row.Sum(value => value switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 });
            if (batch.Count < size && texts < LargestBatchTexts)
                continue;
            yield return batch;
            (batch, texts) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    public static async Task<TableSum> Sum(IAsyncEnumerable<object?[]> rows, IMoveWatcher watcher)
    {
        var adder = new RowAdder();
        var unreported = 0;
        await foreach (var row in rows)
        {
            adder.Add(row);
            if (++unreported < RowsBetweenReports)
                continue;
            watcher.Advance(unreported);
            unreported = 0;
        }

        watcher.Advance(unreported);
        return adder.Sum;
    }
}
