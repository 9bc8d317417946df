using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Language.Graph;

namespace Nnet.Engine.Compilation;

/// <summary>What layers and losses need of the compiler, whichever registers it has.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ICompiler<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How the network is compiled.</summary>
    NetworkOptions Options { get; }

    /// <summary>The batch that instructions work on.</summary>
    Batch<T> Batch { get; }

    /// <summary>Layers whose units are watched.</summary>
    List<(Node Node, Watch Watch)> Watched { get; }

    /// <summary>Shape of a node's output.</summary>
    Shape ShapeOf(int node);

    /// <summary>A tensor of a node; null when it has none of that name.</summary>
    Parameter<T>? Tensor(Node node, string name);

    /// <summary>Adds an instruction.</summary>
    void Add(Entry<T> entry);

    /// <summary>Adds the gradient of a tensor, unless training leaves the tensor as it is.</summary>
    void AddGradient(GradientEntry<T> entry);

    /// <summary>The values of a node sample after sample; all who ask share one copy.</summary>
    RowView<T> RowsOf(int node, Slot<T> values);

    /// <summary>The features of every place sample after sample; all who ask for the same share one copy.</summary>
    RowView<T> RowsOf(PlaceView<T> view, Node node);

    /// <summary>Room for the features of every place sample after sample.</summary>
    RowView<T> NewRows(PlaceView<T> view);
}
