using System.Numerics;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Tokens are whole numbers that are kept as numbers of the network's precision, exact up to 2²⁴.</summary>
public static class Tokens
{
    /// <summary>
    /// What stands where there is no token, as for a category that no row to learn from has: an embedding gives zeros for it, since it has
    /// learnt nothing of it. No data has this number by chance, and single precision holds it exactly.
    /// </summary>
    public const int None = int.MinValue;

    /// <summary>Refuses inputs that are no tokens, before they reach a table.</summary>
    /// <param name="inputs">A sample.</param>
    /// <param name="sample">Its number.</param>
    /// <param name="vocabulary">How many tokens there are.</param>
    /// <exception cref="ArgumentException">A number is neither <see cref="None"/> nor whole and from 0 below <paramref name="vocabulary"/>.</exception>
    public static void Check<T>(ReadOnlySpan<T> inputs, int sample, int vocabulary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (none, end) = (T.CreateChecked(None), T.CreateChecked(vocabulary));
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!(inputs[i] >= T.Zero && inputs[i] < end && T.IsInteger(inputs[i])) && inputs[i] != none)
            {
                throw new ArgumentException($"Sample {sample} of the batch, place {i}: the token is {inputs[i]}, but the input says `domain=tokens({vocabulary})`, which are the whole numbers from 0 to {vocabulary - 1}. Check the data, or give the number of tokens that it has.");
            }
        }
    }

    /// <summary>The row of a table that a token stands for; negative for <see cref="None"/>. What is no token, in lanes without a sample or behind a layer that bends tokens, takes the nearest row.</summary>
    internal static int RowOf<T>(T token, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => int.CreateSaturating(token) is var row && row == None ? row : Math.Clamp(row, 0, rows - 1);
}
