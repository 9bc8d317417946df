using Nnet.Editor.Documentation;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Signatures;

/// <summary>Writes signatures as a line of the language would be: <c>conv filters kernel stride=1 padding=0</c>.</summary>
internal static class SignatureText
{
    /// <summary>The signature of what is being written, or null when it takes nothing.</summary>
    public static SignatureInformation? Of(CursorCall call)
    {
        if (call.Function is { } word)
        {
            return Function.Find(word) is { } function
                ? Of(function.Signature, function.Summary, [.. function.Parameters.Select(name => (name, function.Summary))], Math.Min(call.Operand, function.Parameters.Length - 1))
                : call.Argument?.Forms.FirstOrDefault(form => form.Name == word) is { } found
                    ? Of(found.Signature, found.Doc, [.. found.Parameters.Select(name => (name, found.Doc))], Math.Min(call.Operand, found.Parameters.Length - 1))
                    : null;
        }
        return call.Definition switch
        {
            null => null,
            Setting { Options.Length: > 0 } setting => OfChoice(setting),
            { Arguments.IsEmpty: true } => null,
            var definition => Of(definition, call.Argument),
        };
    }

    private static SignatureInformation OfChoice(Setting setting)
    {
        var choices = string.Join(" | ", setting.Options.Select(option => option.Name));
        return Of($"{setting.Name} {choices}{(setting.ChoosesMany ? " …" : "")}", setting.Summary, [(choices, string.Join('\n', setting.Options.Select(option => $"{option.Name}: {option.Summary}")))], 0);
    }

    private static SignatureInformation Of(Definition definition, Argument? active)
    {
        // What nearly no line needs stands at the end.
        var arguments = definition.Arguments.Where(argument => definition is not BlockDefinition block || block.Parameters.Contains(argument) || argument == active)
            .OrderBy(argument => CommonArguments.OfWeights.Contains(argument)).ToArray();
        var parameters = arguments.Select(argument => (Label: Label(argument), Doc: Doc(argument))).ToArray();
        var index = active is null ? -1 : Array.IndexOf(arguments, active);
        return Of($"{definition.Name} {string.Join(' ', parameters.Select(parameter => parameter.Label))}", definition.Summary, parameters, index < 0 ? null : index);
    }

    // As it is written: `units`, `kernel=`, `stride=1`, `labels …`.
    private static string Label(Argument argument) => argument switch
    {
        { IsVariadic: true } => $"{argument.Name}…",
        { DefaultText: { } text } => $"{argument.Name}={text}",
        { IsPositional: true } => argument.IsRequired ? argument.Name : $"[{argument.Name}]",
        _ => argument.IsRequired ? $"{argument.Name}=…" : $"[{argument.Name}=…]",
    };

    private static string Doc(Argument argument) => argument.Kind == ArgumentKind.Any ? argument.Doc : $"{argument.Doc} {char.ToUpperInvariant(argument.Expectation[0])}{argument.Expectation[1..]}.";

    private static SignatureInformation Of(string label, string doc, (string Label, string Doc)[] parameters, int? active)
        => new(
            label,
            MarkupContent.Markdown(MarkdownText.Sentence(doc)),
            [.. parameters.Select(parameter => new ParameterInformation(parameter.Label, MarkupContent.Markdown(MarkdownText.Sentence(parameter.Doc))))],
            // Past the last one means that none is due: null would mean the first.
            active ?? parameters.Length);
}
