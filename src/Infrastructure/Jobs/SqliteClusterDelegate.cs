using Quartz.Impl.AdoJobStore;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// The scheduler's own delegate for SQLite refuses a cluster, because transactions that begin as readers can lock each
/// other out. Those of this driver take the write lock when they begin, so each is alone with the file from its first
/// statement to its last, in whatever process it is.
/// </summary>
public sealed class SqliteClusterDelegate : StdAdoDelegate
{
    protected override SqlRowLimit GetRowLimit(int count) => SqlRowLimit.AtStatementEnd("LIMIT", count);
}
