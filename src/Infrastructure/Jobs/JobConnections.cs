using System.Data.Common;
using CounselDesk.Infrastructure.Sql;
using Quartz.Impl.AdoJobStore.Common;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>Lets the scheduler use the program's own connections, which wait and try again as all others do.</summary>
internal sealed class JobConnections(Database database)
    : DbProvider(database.FilePath is null ? "MicrosoftDataSqlClient" : "SQLite-Microsoft", database.ConnectionString)
{
    public override DbConnection CreateConnection() => database.Connect();
}
