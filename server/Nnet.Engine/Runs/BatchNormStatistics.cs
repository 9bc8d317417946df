using Nnet.Engine.Data;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Runs;

/// <summary>
/// Gives batchnorm the mean and variance that its inputs have with the weights as they are now: the plain mean over the batches of
/// an epoch (as PyTorch's <c>update_bn</c> does). Averaged weights need it, since statistics are of the weights they were seen with.
/// </summary>
internal sealed class BatchNormStatistics
{
    private readonly Network<float> _network;
    private readonly (TensorInfo Tensor, double Momentum)[] _tensors;

    /// <summary>Finds the batchnorms of a network.</summary>
    public BatchNormStatistics(Network<float> network)
    {
        _network = network;
        _tensors = [.. network.Tensors.Where(tensor => !tensor.IsTrainable && network.Graph.Nodes[tensor.Node].Layer is BatchNorm)
            .Select(tensor => (tensor, network.Graph.Nodes[tensor.Node].Get(BatchNorm.Momentum))).Where(pair => pair.Item2 > 0)];
    }

    /// <summary>Measures them anew; parameters stay as they are.</summary>
    /// <param name="batches">The batches of an epoch that has begun.</param>
    public void Measure(BatchOrder batches)
    {
        if (_tensors.Length == 0)
        {
            return;
        }
        var sums = _tensors.Select(pair => new double[pair.Tensor.Length]).ToArray();
        for (var i = 0; i < batches.Count; i++)
        {
            // From zero, a batch's share in the running statistics is all there is.
            foreach (var (tensor, _) in _tensors)
            {
                _network.ValuesOf(tensor).Clear();
            }
            var batch = batches[i];
            _network.Differentiate(batch.Inputs, batch.Targets, batch.Count);
            for (var t = 0; t < _tensors.Length; t++)
            {
                var values = _network.ValuesOf(_tensors[t].Tensor);
                for (var j = 0; j < values.Length; j++)
                {
                    sums[t][j] += values[j] / _tensors[t].Momentum;
                }
            }
        }
        for (var t = 0; t < _tensors.Length; t++)
        {
            var values = _network.ValuesOf(_tensors[t].Tensor);
            for (var j = 0; j < values.Length; j++)
            {
                values[j] = (float)(sums[t][j] / batches.Count);
            }
        }
        // Which units were dead in this pass is no matter of training.
        _network.CollectStatistics();
    }
}
