namespace CounselDesk.Domain.Progress;

/// <summary>Scores answers by an instrument's own rules.</summary>
public static class Scoring
{
    /// <summary>Scores answers, or refuses them with every rule they break.</summary>
    /// <param name="instrument">The instrument; with the practice's choice of cut-off already applied where it has one.</param>
    /// <param name="answers">Answers in points by item number; null or absent: unanswered.</param>
    public static ScoreOutcome Score(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers)
    {
        var refusals = Refusals(instrument, answers);
        if (refusals.Count > 0)
            return new Refused(refusals);

        var keyed = instrument.Items
            .Where(item => answers.GetValueOrDefault(item.Number) is not null)
            .ToDictionary(item => item.Number, item => Keyed(instrument, item, answers[item.Number]!.Value));
        var missing = Unanswered(instrument, answers);
        int? raw = instrument.HasTotal ? Prorated(keyed.Values.Sum(), keyed.Count, instrument.Items.Count) : null;
        var total = raw * instrument.Multiplier;
        var hundredths = instrument.ToHundredths(total ?? 0);
        return new Scored(new Score(
            instrument.Key,
            total,
            raw,
            instrument.Decimals,
            [.. instrument.Subscales.Select(scale => new SubscaleScore(scale.Key, scale.Items.Sum(number => keyed[number])))],
            instrument.Bands.LastOrDefault(band => band.FromHundredths <= hundredths)?.Label,
            [.. instrument.CutOffs.Select(cutOff => new CutOffResult(cutOff, cutOff.IsMetBy(hundredths)))],
            missing.Count > 0,
            missing,
            Risk(instrument, answers)));
    }

    /// <summary>
    /// What the risk item says, on its own: answers that are refused for want of others must still raise the alert.
    /// </summary>
    public static RiskAnswer Risk(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers)
    {
        if (instrument.RiskItem is not { } item)
            return RiskAnswer.NotAsked;
        if (answers.GetValueOrDefault(item) is not { } answer)
            return RiskAnswer.Unanswered;
        return answer > instrument.Items[item - 1].Min / Scale(instrument) ? RiskAnswer.Raised : RiskAnswer.None;
    }

    static List<AnswerRefusal> Refusals(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers)
    {
        var refusals = new List<AnswerRefusal>();
        Add(AnswerRule.UnknownItem, answers.Keys.Where(number => number < 1 || number > instrument.Items.Count),
            $"{instrument.Key} has the items 1 to {instrument.Items.Count}.");
        var answered = instrument.Items
            .Where(item => answers.GetValueOrDefault(item.Number) is not null)
            .Select(item => (Item: item, Answer: answers[item.Number]!.Value))
            .ToLookup(answer => IsInRange(instrument, answer.Item, answer.Answer));
        Add(AnswerRule.OutOfRange, answered[false].Select(answer => answer.Item.Number), "An answer must lie in its item's range.");
        Add(AnswerRule.OffStep,
            answered[true].Where(answer => !IsOnStep(instrument, answer.Item, answer.Answer)).Select(answer => answer.Item.Number),
            "An answer must lie on one of its item's steps.");
        var missing = Unanswered(instrument, answers);
        if (instrument.Items.Count - missing.Count < instrument.Missing.AtLeast)
        {
            Add(AnswerRule.TooManyMissing, missing, instrument.Missing.Rule == MissingRule.AllRequired
                ? "Every item must be answered."
                : $"At least {instrument.Missing.AtLeast} of {instrument.Items.Count} items must be answered.");
        }

        return refusals;

        void Add(AnswerRule rule, IEnumerable<int> items, string message)
        {
            var numbers = items.Order().ToList();
            if (numbers.Count > 0)
                refusals.Add(new(rule, numbers, $"{(numbers.Count == 1 ? "Item" : "Items")} {string.Join(", ", numbers)}: {message}"));
        }
    }

    static List<int> Unanswered(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers) =>
        [.. instrument.Items.Select(item => item.Number).Where(number => answers.GetValueOrDefault(number) is null)];

    // Compared unscaled: an absurdly large answer must be refused, not overflow.
    static bool IsInRange(Instrument instrument, InstrumentItem item, decimal answer) =>
        answer >= item.Min / Scale(instrument) && answer <= item.Max / Scale(instrument);

    static bool IsOnStep(Instrument instrument, InstrumentItem item, decimal answer) =>
        ((answer * Scale(instrument)) - item.Min) % item.Step == 0;

    static int Keyed(Instrument instrument, InstrumentItem item, decimal answer)
    {
        var scaled = (int)(answer * Scale(instrument));
        return item.Reversed ? item.Min + item.Max - scaled : scaled;
    }

    static decimal Scale(Instrument instrument) => instrument.Decimals switch
    {
        0 => 1m,
        1 => 10m,
        _ => 100m,
    };

    /// <summary>The sum with unanswered items at the mean of the others, a half rounded up: towards more symptoms, the safer side.</summary>
    static int Prorated(int sum, int answered, int items) => ((2 * sum * items) + answered) / (2 * answered);
}
