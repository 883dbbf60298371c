using CounselDesk.Infrastructure.Sql;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CounselDesk.Api.Http;

/// <summary>Ready means that the database answers and has this program's schema.</summary>
public sealed class DatabaseHealth(Migrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await migrator.IsCurrent(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
