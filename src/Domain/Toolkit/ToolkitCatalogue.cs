namespace CounselDesk.Domain.Toolkit;

/// <summary>Everything a therapist can choose from. It cannot be built with a fault in it.</summary>
public sealed class ToolkitCatalogue
{
    readonly Dictionary<string, Exercise> exercises;
    readonly Dictionary<string, Pathway> pathways;
    readonly Dictionary<string, string> labels;

    /// <summary>Checks all the parts against each other.</summary>
    /// <exception cref="ToolkitFaultsException">Names every fault at once, so that one run of a build shows all of them.</exception>
    public ToolkitCatalogue(
        IReadOnlyList<Exercise> exercises,
        IReadOnlyList<Pathway> pathways,
        Vocabulary vocabulary,
        SafetyInformation safety,
        AgreementTemplate agreement)
    {
        var faults = ToolkitFaults.Find(exercises, pathways, vocabulary, safety, agreement);
        if (faults.Count > 0)
            throw new ToolkitFaultsException(faults);

        Exercises = [.. exercises];
        Pathways = [.. pathways];
        Vocabulary = vocabulary;
        Safety = safety;
        Agreement = agreement;
        this.exercises = ByKey(exercises);
        this.pathways = pathways.ToDictionary(p => p.Key, StringComparer.Ordinal);
        labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var term in Enum.GetValues<VocabularyGroup>().SelectMany(vocabulary.In))
            labels.TryAdd(term.Code, term.Label);
    }

    ToolkitCatalogue(ToolkitCatalogue builtIn, IReadOnlyList<Exercise> exercises)
    {
        Exercises = exercises;
        (Pathways, Vocabulary, Safety, Agreement) = (builtIn.Pathways, builtIn.Vocabulary, builtIn.Safety, builtIn.Agreement);
        (this.exercises, pathways, labels) = (ByKey(exercises), builtIn.pathways, builtIn.labels);
    }

    public IReadOnlyList<Exercise> Exercises { get; }

    public IReadOnlyList<Pathway> Pathways { get; }

    public Vocabulary Vocabulary { get; }

    public SafetyInformation Safety { get; }

    public AgreementTemplate Agreement { get; }

    public Exercise? Exercise(string key) => exercises.GetValueOrDefault(key);

    public Pathway? Pathway(string key) => pathways.GetValueOrDefault(key);

    /// <summary>The plain words for a code; the code itself where the vocabulary has none.</summary>
    public string LabelOf(string code) => labels.GetValueOrDefault(code, code);

    /// <summary>
    /// This catalogue with a practice's own exercises behind the built-in ones. They were checked when they were written and are
    /// not checked again: a code that a later vocabulary lacks answers nothing, and where a later catalogue has taken the key,
    /// the built-in one stands.
    /// </summary>
    public ToolkitCatalogue With(IReadOnlyList<Exercise> own) =>
        own.Count == 0 ? this : new(this, [.. Exercises, .. own.Where(one => !exercises.ContainsKey(one.Key))]);

    static Dictionary<string, Exercise> ByKey(IReadOnlyList<Exercise> exercises) => exercises.ToDictionary(e => e.Key, StringComparer.Ordinal);
}
