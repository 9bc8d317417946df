namespace Nnet.Engine.Data.Sources.Named;

/// <summary>A file of a set that everybody knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Base">Address of the folder that it is fetched from, with a slash at the end.</param>
/// <param name="Md5">Its checksum, as the set's authors tell it.</param>
public sealed record KnownFile(string Name, string Base, string Md5);

/// <summary>How far a file is fetched.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="Total">All bytes, or null where the server does not tell.</param>
public readonly record struct FetchProgress(string File, long Bytes, long? Total);
