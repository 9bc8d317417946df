namespace Nnet.Language.Text;

/// <summary>Finds places in what stands in order.</summary>
public static class Ordered
{
    /// <summary>The index of the first that stands at a place or behind it; the number of all where none does. It is found in as many steps as their number has binary digits.</summary>
    /// <param name="all">What stands in the order of its places.</param>
    /// <param name="place">The place.</param>
    /// <param name="placeOf">Where each stands.</param>
    public static int FirstFrom<T>(ReadOnlySpan<T> all, long place, Func<T, long> placeOf)
    {
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = placeOf(all[middle]) < place ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>The index of the last that stands at a place or before it; −1 where none does.</summary>
    /// <param name="all">What stands in the order of its places.</param>
    /// <param name="place">The place.</param>
    /// <param name="placeOf">Where each stands.</param>
    public static int LastUpTo<T>(ReadOnlySpan<T> all, long place, Func<T, long> placeOf) => FirstFrom(all, place + 1, placeOf) - 1;
}
