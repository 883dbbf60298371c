using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using CounselDesk.Application.Common;
using CounselDesk.Application.Practices;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Security;

/// <summary>
/// The audit's sealing key and the set-up code: made once per database, kept encrypted in it. Beside them lies a witness for each
/// key that encrypts: keys rotate, and one that is lost is missed at the next start, not when somebody opens a note.
/// </summary>
public sealed class InstanceSecrets(IDb db, ITextProtector protector, InstanceSecrets.Known known) : ISetupCode
{
    private const string Purpose = "instance-secret";
    private const string OtherKeys = "The database was encrypted with keys that are not in Keys:Path. Put the key folder that belongs to this database back; without it its texts cannot be read.";
    private static readonly string[] Names = ["audit-key", "setup-code"];
    private const string FindSql = "SELECT s.ProtectedValue FROM Secrets s WHERE s.Name = @Name";
    private const string WitnessesSql = "SELECT s.ProtectedValue FROM Secrets s WHERE s.Name LIKE 'key-%' ESCAPE '!'";
    private const string KeepSql = "INSERT INTO Secrets (Name, ProtectedValue) VALUES (@Name, @ProtectedValue)";

    public async Task<byte[]> AuditKey(CancellationToken cancellationToken) =>
        known.AuditKey ??= Convert.FromBase64String(
            await Find("audit-key", cancellationToken)
            ?? throw new InvalidOperationException("The audit key is made when the program starts."));

    /// <summary>The code that lets its holder set up a practice; shown to the operator, never stored in the clear.</summary>
    public async Task<string> SetupCode(CancellationToken cancellationToken) =>
        await Find("setup-code", cancellationToken) ?? throw new InvalidOperationException("The set-up code is made when the program starts.");

    public async Task<bool> IsSetupCode(string code, CancellationToken cancellationToken)
    {
        var expected = await SetupCode(cancellationToken);
        return CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(expected)),
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)));
    }

    /// <summary>Makes what a new database lacks. Run in a transaction at each start.</summary>
    public async Task Ensure(string? configuredSetupCode, CancellationToken cancellationToken)
    {
        await db.Lock("instance-secrets", cancellationToken);
        try
        {
            foreach (var witness in await db.Query<string>(WitnessesSql, null, cancellationToken))
                protector.Unprotect(Purpose, witness);
            if (await Find("audit-key", cancellationToken) is null)
                await Keep("audit-key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
            var kept = await Find("setup-code", cancellationToken);
            if (kept is null)
                await Keep("setup-code", configuredSetupCode ?? RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20), cancellationToken);
            else if (configuredSetupCode is not null && !string.Equals(kept, configuredSetupCode, StringComparison.Ordinal))
                await Replace("setup-code", configuredSetupCode, cancellationToken);
            await KeepWitness(cancellationToken);
        }
        catch (CryptographicException fault)
        {
            throw new StartupFailure(OtherKeys, fault);
        }
    }

    /// <summary>How many secrets a database has that these keys open, for one that is only looked at. Changes nothing.</summary>
    /// <exception cref="StartupFailure">The keys are not this database's.</exception>
    public static async Task<int> Open(DbConnection connection, KeyFolder keys, CancellationToken cancellationToken)
    {
        var kept = new List<string>();
        foreach (var name in Names)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = FindSql;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@Name", name);
            command.Parameters.Add(parameter);
            if (await command.ExecuteScalarAsync(cancellationToken) is string value)
                kept.Add(value);
        }

        await using (var command = connection.CreateCommand())
        {
            command.CommandText = WitnessesSql;
            await using var witnesses = await command.ExecuteReaderAsync(cancellationToken);
            while (await witnesses.ReadAsync(cancellationToken))
                kept.Add(witnesses.GetString(0));
        }

        if (kept.Count == 0)
            return 0;
        if (!keys.Exists)
            throw new StartupFailure(OtherKeys);
        var reader = keys.Reader();
        try
        {
            kept.ForEach(value => reader.Unprotect(Purpose, value));
            return kept.Count;
        }
        catch (CryptographicException fault)
        {
            throw new StartupFailure(OtherKeys, fault);
        }
    }

    /// <summary>Leaves a witness of the key that encrypts now, if there is none yet, and answers how many. Run in a transaction.</summary>
    public async Task<int> KeepWitness(CancellationToken cancellationToken)
    {
        await db.Lock("instance-secrets", cancellationToken);
        var witness = protector.Protect(Purpose, "witness");
        // What the framework encrypts begins with four bytes that mark it, and the key's id.
        var name = $"key-{new Guid(Base64Url.DecodeFromChars(witness).AsSpan(4, 16)):D}";
        if (await db.Find<string>(FindSql, new { Name = name }, cancellationToken) is not null)
            return 0;
        return await db.Execute(KeepSql, new { Name = name, ProtectedValue = witness }, cancellationToken);
    }

    private async Task<string?> Find(string name, CancellationToken cancellationToken) =>
        await db.Find<string>(FindSql, new { Name = name }, cancellationToken) is { } kept ? protector.Unprotect(Purpose, kept) : null;

    private Task Keep(string name, string value, CancellationToken cancellationToken) =>
        db.Execute(KeepSql, new { Name = name, ProtectedValue = protector.Protect(Purpose, value) }, cancellationToken);

    private const string ReplaceSql = "UPDATE Secrets SET ProtectedValue = @ProtectedValue WHERE Name = @Name";

    private Task Replace(string name, string value, CancellationToken cancellationToken) =>
        db.Execute(ReplaceSql, new { Name = name, ProtectedValue = protector.Protect(Purpose, value) }, cancellationToken);

    /// <summary>What has been read once in this process.</summary>
    public sealed class Known
    {
        public byte[]? AuditKey { get; set; }
    }
}
