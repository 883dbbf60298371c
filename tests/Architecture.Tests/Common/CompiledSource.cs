using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CounselDesk.Architecture.Tests.Common;

/// <summary>C# as the compiler understands it: every name and every expression's type can be asked for.</summary>
internal sealed class CompiledSource
{
    // What the SDK adds to every file of these projects (ImplicitUsings), plain and web.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly Lazy<IReadOnlyList<string>> Assemblies = new(() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator));

    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    private CompiledSource(IEnumerable<SourceFile> files, Func<string, bool> refersTo)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        Trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Language, file.Path))];
        _compilation = CSharpCompilation.Create(
            "Source",
            Trees.Append(CSharpSyntaxTree.ParseText(Usings, Language)),
            Assemblies.Value.Where(path => refersTo(Path.GetFileName(path))).Select(path => MetadataReference.CreateFromFile(path)),
            options);
    }

    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>The whole program, layers together: what a layer hides from another does not matter here.</summary>
    public static CompiledSource OfProgram { get; } = new(Repository.Sources("src"), name => !name.StartsWith("CounselDesk.", StringComparison.Ordinal));

    /// <summary>Planted code that uses the program.</summary>
    public static CompiledSource Planted(IEnumerable<SourceFile> files) => new(files, _ => true);

    public INamedTypeSymbol Type(string name) =>
        _compilation.GetTypeByMetadataName(name) ?? throw new InvalidOperationException($"The source has no type {name}.");

    public SemanticModel Model(SyntaxNode node)
    {
        if (!_models.TryGetValue(node.SyntaxTree, out var model))
            _models[node.SyntaxTree] = model = _compilation.GetSemanticModel(node.SyntaxTree);
        return model;
    }

    public ISymbol? Symbol(ExpressionSyntax expression) => Model(expression).GetSymbolInfo(expression).Symbol;

    public ITypeSymbol? TypeOf(ExpressionSyntax expression) => Model(expression).GetTypeInfo(expression).Type;

    public IEnumerable<T> Nodes<T>() where T : SyntaxNode => Trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<T>());
}
