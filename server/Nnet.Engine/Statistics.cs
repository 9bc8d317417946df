using System.Collections.Immutable;

namespace Nnet.Engine;

/// <summary>How one layer of a network is doing.</summary>
/// <param name="Node">Id of the layer in the graph.</param>
/// <param name="GradientNorm">√Σg² over the layer's parameters at the last step; null for a layer without any.</param>
/// <param name="WeightNorm">√Σw² over the same parameters; null for a layer without any.</param>
/// <param name="UpdateNorm">√ΣΔw², by which the last step changed them; null unless <see cref="Network{T}.ObserveNextStep"/> came before it.</param>
/// <param name="DeadShare">For relu: share of its units (channels, behind a convolution) that gave zero for every sample since statistics were last collected. Null for other layers.</param>
/// <param name="SaturatedShare">For sigmoid and tanh: share of its inputs beyond ±5 in the observed step, where its slope is next to nothing. Null for other layers.</param>
public sealed record LayerStatistics(int Node, double? GradientNorm, double? WeightNorm, double? UpdateNorm, double? DeadShare, double? SaturatedShare);

/// <summary>The first operation whose result was not finite.</summary>
/// <param name="Step">Training step, from zero.</param>
/// <param name="Node">Id of the layer in the graph.</param>
/// <param name="Value">Which of its values: <c>input</c>, <c>target</c>, <c>output</c>, <c>loss</c>, <c>gradient</c>, or the name of a tensor such as <c>weight</c>.</param>
public sealed record NonFinite(long Step, int Node, string Value);

/// <summary>What a network tells about its training.</summary>
/// <param name="Layers">One entry for every layer that learns or is watched, in the order of the model.</param>
public sealed record NetworkStatistics(ImmutableArray<LayerStatistics> Layers);
