using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>How the heads of an <see cref="Attention"/> are cut.</summary>
/// <param name="Queries">Heads of queries.</param>
/// <param name="Keys">Heads of keys and values; each serves as many heads of queries.</param>
/// <param name="Width">Features of a head.</param>
public readonly record struct AttentionHeads(int Queries, int Keys, int Width)
{
    /// <summary>Features of all queries of a place.</summary>
    public long QueryFeatures => (long)Queries * Width;

    /// <summary>Features of all keys of a place, and of all values.</summary>
    public long KeyFeatures => (long)Keys * Width;

    /// <summary>The heads of a layer that was found right.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="features">Features of its input's places.</param>
    public static AttentionHeads Of(Node node, int features)
        => new(node.Get(Attention.Heads), node.Get(Attention.KeyHeads) ?? node.Get(Attention.Heads), node.Get(Attention.HeadFeatures) ?? (features / node.Get(Attention.Heads)));

    /// <summary>The heads as they are written, or null with a finding where they do not work out.</summary>
    internal static AttentionHeads? Of(LayerSite site, int features)
    {
        var queries = site.Get(Attention.Heads);
        if (site.Get(Attention.HeadFeatures) is null && features % queries != 0)
        {
            Divisors.Report(site, Attention.Heads, queries, $"attention cannot part {features} features between {queries} heads.", features);
            return null;
        }
        var keys = site.Get(Attention.KeyHeads) ?? queries;
        if (queries % keys != 0)
        {
            Divisors.Report(site, Attention.KeyHeads, keys, $"attention cannot share {keys} heads of keys and values out among {queries} heads.", queries);
            return null;
        }
        var heads = new AttentionHeads(queries, keys, site.Get(Attention.HeadFeatures) ?? (features / queries));
        return Turns(site, heads) ? heads : null;
    }

    // Whether rotary positions, if they are wanted, can be.
    private static bool Turns(LayerSite site, AttentionHeads heads)
    {
        if (site.Get(Attention.Rotary) is null)
        {
            return true;
        }
        if (site.Inputs.Length > 1)
        {
            site.Report(BindingFindings.WrongValue, "rotary tells how far apart two places of one sequence are, but `from` names another sequence, whose places are counted by themselves.", Attention.Rotary, Fixes.RemoveArgument("Remove rotary", site.Source, site.Call, Attention.Rotary));
            return false;
        }
        if (heads.Width % 2 != 0)
        {
            site.Report(BindingFindings.WrongValue, $"rotary turns the features of a head in pairs, but a head has {heads.Width}, an odd number: say `head_dim={heads.Width + 1}`.", Attention.Rotary, Fixes.SetArgument(site.Call, Attention.HeadFeatures, $"{heads.Width + 1}"));
            return false;
        }
        return true;
    }
}
