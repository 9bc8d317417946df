using Nnet.Language.Findings;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding;

/// <summary>Names for values: <c>let d = 768</c>.</summary>
internal static class Lets
{
    /// <summary>Declares the name in the scope.</summary>
    public static void Declare(FindingBag bag, Scope scope, LetStatement let, IEdges? edges = null)
    {
        var value = let.Value is null ? null : new Evaluator(bag, scope, edges).Evaluate(let.Value);
        if (!scope.TryDeclare(let.Name.Text, value))
        {
            bag.Add(BindingFindings.DuplicateName, let.Name.Span, $"`{let.Name.Text}` is declared already: a name stands for one value.");
        }
    }
}
