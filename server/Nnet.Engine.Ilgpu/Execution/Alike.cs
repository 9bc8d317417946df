using System.Linq.Expressions;
using System.Reflection;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>Compares structures field by field, bits by bits, objects by identity: those of the compiler do not say when they are equal, and asking by reflection takes longer than a launch.</summary>
/// <typeparam name="T">The structure.</typeparam>
internal static class Alike<T>
    where T : struct
{
    private static readonly Func<T, T, bool> s_compare = Compile();

    /// <summary>Whether two are the same.</summary>
    public static bool Are(T first, T second) => s_compare(first, second);

    private static Func<T, T, bool> Compile()
    {
        ParameterExpression first = Expression.Parameter(typeof(T)), second = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, T, bool>>(Compare(first, second), first, second).Compile();
    }

    private static Expression Compare(Expression first, Expression second)
    {
        var type = first.Type;
        if (type == typeof(float) || type == typeof(double))
        {
            // What is not a number is what it is, too.
            return Expression.Call(first, type.GetMethod(nameof(float.Equals), [type])!, second);
        }
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || !type.IsValueType)
        {
            return type.IsValueType ? Expression.Equal(first, second) : Expression.ReferenceEqual(first, second);
        }
        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => Compare(Expression.Field(first, field), Expression.Field(second, field)))
            .Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);
    }
}
