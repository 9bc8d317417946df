namespace Nnet.Editor.Documentation;

/// <summary>Which pictures a client draws in Markdown.</summary>
public enum PictureTheme
{
    /// <summary>None: it would show their bytes.</summary>
    None,

    /// <summary>Those that are made for a light background.</summary>
    Light,

    /// <summary>Those that are made for a dark background.</summary>
    Dark,
}
