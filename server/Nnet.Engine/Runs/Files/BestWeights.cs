namespace Nnet.Engine.Runs.Files;

/// <summary>The weights of the best epoch, in memory and now and then on the disk.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="network">The network.</param>
internal sealed class BestWeights(string folder, Network<float> network)
{
    // Saving waits for the disk, which a run of a second need not do at every epoch; a kill costs two seconds at most.
    private readonly SavePace _pace = new(2);

    /// <summary>The weights; those of the beginning before there is a best epoch.</summary>
    public NetworkState<float> State { get; } = network.CopyState();

    /// <summary>Keeps the weights as they are now.</summary>
    /// <param name="epoch">The epoch that they are of.</param>
    /// <param name="pace">The run's clock.</param>
    public void Keep(int epoch, TrainingPace pace)
    {
        network.Parameters.CopyTo(State.Parameters);
        network.Buffers.CopyTo(State.Buffers);
        if (_pace.IsDue(pace.Seconds))
        {
            _pace.Save(pace, () => WeightsFile.Save(folder, network, State, epoch));
        }
    }
}
