using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Domain;
using CounselDesk.Infrastructure.Audit;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CounselDesk.Infrastructure;

public static class DependencyInjection
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<TimeProvider>(new MillisecondClock(TimeProvider.System));
        services.AddSingleton(new DatabaseOptions
        {
            Provider = configuration["Database:Provider"] ?? "sqlite",
            ConnectionString = configuration.GetConnectionString("CounselDesk") ?? DatabaseOptions.EmbeddedDefault,
            ReadOnlyConnectionString = configuration.GetConnectionString("CounselDeskReadOnly") is { Length: > 0 } replica ? replica : null,
            RowLevelSecurity = configuration.GetValue("Database:RowLevelSecurity", false),
            Ledger = configuration.GetValue("Database:Ledger", false),
        });
        services.AddSingleton<Database>();
        services.AddSingleton(provider => new Migrator(provider.GetRequiredService<Database>(), options: provider.GetRequiredService<DatabaseOptions>()));
        services.AddSingleton<ServerFeatures>();
        services.AddSingleton<DatabaseChecks>();
        services.AddSingleton<EmbeddedRestore>();
        services.TryAddSingleton<IIds, SequentialIds>();
        services.AddScoped<DapperDb>();
        services.AddScoped<IDb>(provider => provider.GetRequiredService<DapperDb>());
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<DapperDb>());

        services.AddSingleton<AuditWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        services.AddScoped<AuditRows>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddScoped<Application.Audit.IAuditVerifier, AuditVerifier>();

        var keys = new KeyFolder(configuration["Keys:Path"] ?? KeyFolder.Default);
        services.AddSingleton(keys);
        keys.Configure(services.AddDataProtection());
        services.AddSingleton<ITextProtector, TextProtector>();
        services.AddSingleton<InstanceSecrets.Known>();
        services.AddScoped<InstanceSecrets>();
        services.AddScoped<ISetupCode>(provider => provider.GetRequiredService<InstanceSecrets>());

        services.AddIdentityCore<Account>(options =>
            {
                // Length is what resists guessing (NIST SP 800-63B); rules on kinds of characters only annoy.
                options.Password.RequiredLength = Limits.PasswordMinimum;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddUserStore<AccountStore>()
            .AddTokenProvider<DataProtectorTokenProvider<Account>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromDays(7));
        if (configuration.GetValue<int?>("SignIn:HashIterations") is { } iterations)
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = iterations);
        services.AddSingleton(new Application.Portal.ExportRule(TimeSpan.FromMinutes(configuration.GetValue("Portal:ExportWithinMinutes", 15))));
        services.AddSingleton<Application.Toolkit.IToolkit, Toolkit.ToolkitFiles>();
        services.AddSingleton<Application.Toolkit.IMarkdown, Toolkit.SafeMarkdown>();
        services.AddSingleton<Application.Toolkit.ICsv, Toolkit.Csv>();
        services.AddSingleton<Application.Progress.IInstruments, Progress.MeasureFiles>();
        services.AddScoped<Accounts>();
        services.AddScoped<SignIns>();
        services.AddSingleton<AccountSecurity.Nobody>();
        services.AddScoped<IAccountSecurity, AccountSecurity>();
        services.AddSingleton<IAccessTokens, AccessTokens>();
        services.AddSingleton<LiveSignIns>();
        services.AddSingleton<ILiveSignIns>(provider => provider.GetRequiredService<LiveSignIns>());
        return services;
    }
}
