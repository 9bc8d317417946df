using System.Numerics;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Tokens are whole numbers that are kept as numbers of the network's precision, exact up to 2²⁴.</summary>
public static class Tokens
{
    /// <summary>Refuses inputs that are no tokens, before they reach a table.</summary>
    /// <param name="inputs">The samples, one after the other.</param>
    /// <param name="perSample">Numbers in each.</param>
    /// <param name="vocabulary">How many tokens there are.</param>
    /// <exception cref="ArgumentException">A number is not whole, negative, or not below <paramref name="vocabulary"/>.</exception>
    public static void Check<T>(ReadOnlySpan<T> inputs, int perSample, int vocabulary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var end = T.CreateChecked(vocabulary);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!(inputs[i] >= T.Zero && inputs[i] < end && T.IsInteger(inputs[i])))
            {
                throw new ArgumentException($"Sample {i / perSample} of the batch, place {i % perSample}: the token is {inputs[i]}, but the input says `domain=tokens({vocabulary})`, which are the whole numbers from 0 to {vocabulary - 1}. Check the data, or give the number of tokens that it has.");
            }
        }
    }

    /// <summary>The row of a table that a token stands for. What is no token, in lanes without a sample or behind a layer that bends tokens, takes the nearest row.</summary>
    internal static int RowOf<T>(T token, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Math.Clamp(int.CreateSaturating(token), 0, rows - 1);
}
