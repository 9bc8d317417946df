using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// Two calls of a block that share their weights (<c>tie=</c>): what one makes stands as far behind the other's as they began apart.
/// </summary>
/// <param name="owner">The first node that the other call made.</param>
/// <param name="first">The first node of this call.</param>
/// <param name="at">Where <c>tie=</c> says so.</param>
/// <param name="bag">Takes what is wrong with it.</param>
internal sealed class SharedCall(int owner, int first, Span at, FindingBag bag)
{
    private bool _hasReported;

    /// <summary>The layer of the other call whose weights the next layer uses.</summary>
    /// <param name="nodes">The nodes before that layer.</param>
    public Node? OwnerOf(IReadOnlyList<Node> nodes)
    {
        var id = nodes.Count - first + owner;
        return id >= 0 && id < first && id < nodes.Count ? nodes[id] : null;
    }

    /// <summary>Says once why the calls cannot share their weights; what follows from that is not said.</summary>
    public void Report(string problem)
    {
        if (!_hasReported)
        {
            bag.Add(new Finding(BindingFindings.TieDiffers, at, problem));
        }
        _hasReported = true;
    }
}
