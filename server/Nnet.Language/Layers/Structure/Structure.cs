namespace Nnet.Language.Layers.Structure;

/// <summary>A word that makes no layer of its own but says how lines hang together; the binder carries it out.</summary>
public abstract class Structure : ModelWord;
