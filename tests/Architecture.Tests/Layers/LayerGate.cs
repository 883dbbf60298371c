using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.Layers;

/// <summary>Domain ← Application ← Infrastructure, Api on top; and one door to the database.</summary>
internal static class LayerGate
{
    public const string Layer = "layer";
    public const string PureDomain = "pure-domain";
    public const string OneDoor = "one-door";

    // Text in memory is no input or output.
    private static readonly HashSet<string> HarmlessIo = new(["System.IO.StringWriter", "System.IO.StringReader", "System.IO.TextWriter", "System.IO.TextReader"], StringComparer.Ordinal);

    private static readonly string[] ImpureNamespaces =
        ["System.IO", "System.Net", "System.Data", "System.Threading", "System.Diagnostics.Process", "Microsoft"];

    private static readonly HashSet<string> ImpureTypes = new(
        ["System.TimeProvider", "System.Console", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process"], StringComparer.Ordinal);

    private static readonly HashSet<string> ImpureMembers = new(
        [
            "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
            "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        ],
        StringComparer.Ordinal);

    /// <summary>What a layer's assembly must not refer to.</summary>
    public static IEnumerable<Fault> References(Assembly layer, params string[] forbidden) =>
        from reference in layer.GetReferencedAssemblies()
        from prefix in forbidden
        where (reference.Name + ".").StartsWith(prefix + ".", StringComparison.Ordinal)
        select new Fault(Layer, layer.GetName().Name!, $"Uses {reference.Name}: this layer knows nothing of {prefix}. Put a port into Application, and its implementation into Infrastructure.");

    public static IEnumerable<Fault> OnlyTheFramework(Assembly domain) =>
        domain.GetReferencedAssemblies()
            .Where(reference => reference.Name is not ("mscorlib" or "netstandard") && !reference.Name!.StartsWith("System", StringComparison.Ordinal))
            .Select(reference => new Fault(PureDomain, domain.GetName().Name!, $"Uses {reference.Name}: Domain is rules in plain C#, without packages."));

    /// <summary>What an assembly's code names, read from its metadata: no clock, no chance, no input or output, no waiting.</summary>
    public static IEnumerable<Fault> IsPure(Assembly domain)
    {
        using var file = new PEReader(File.OpenRead(domain.Location));
        var metadata = file.GetMetadataReader();
        var faults = new List<Fault>();
        foreach (var handle in metadata.TypeReferences)
        {
            var name = NameOf(metadata, handle);
            if (ImpureTypes.Contains(name) || (!HarmlessIo.Contains(name) && ImpureNamespaces.Any(space => name.StartsWith(space + ".", StringComparison.Ordinal) && !IsCompilers(name))))
                faults.Add(new Fault(PureDomain, domain.GetName().Name!, $"Uses {name}: rules take the time, ids and data as arguments, and wait for nothing."));
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var name = $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}";
            // Iterators ask for the thread's number by themselves.
            var isEnvironment = name.StartsWith("System.Environment.", StringComparison.Ordinal) && !name.EndsWith(".get_CurrentManagedThreadId", StringComparison.Ordinal);
            if (isEnvironment || ImpureMembers.Contains(name))
                faults.Add(new Fault(PureDomain, domain.GetName().Name!, $"Uses {name}: take the time or the id as an argument."));
        }

        return faults;
    }

    /// <summary>Only the named files may speak to Dapper; everyone else goes through IDb.</summary>
    public static IEnumerable<Fault> OnlyHereIsDapper(IEnumerable<SourceFile> files, params string[] doors) =>
        files.Where(file => !doors.Contains(file.Path, StringComparer.Ordinal) && DapperWord.IsMatch(file.Code))
            .Select(file => new Fault(OneDoor, file.Path, $"Uses Dapper: ask IDb instead; only {string.Join(", ", doors)} may."));

    private static readonly Regex DapperWord = new(@"\b(?:Dapper|SqlMapper|CommandDefinition|DynamicParameters)\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    // Attributes that the compiler writes by itself.
    private static bool IsCompilers(string name) => name is "Microsoft.CodeAnalysis.EmbeddedAttribute" or "System.Threading.Interlocked";

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
