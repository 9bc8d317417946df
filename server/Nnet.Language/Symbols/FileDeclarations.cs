using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>The names that a file declares outside of any body.</summary>
internal static class FileDeclarations
{
    // A used file is the same text from one keystroke to the next.
    private static readonly ConditionalWeakTable<SourceText, Symbol[]> s_exports = [];

    private static readonly ConditionalWeakTable<SourceText, SymbolTable> s_tables = [];

    // A file's names can be used in all of it, however long it is.
    private static readonly Span s_everywhere = Span.FromBounds(0, int.MaxValue);

    /// <summary>What another text declares for those who use it.</summary>
    public static IReadOnlyList<Symbol> ExportsOf(SourceText foreign)
        => s_exports.GetValue(foreign, static source => [.. SyntaxTree.Parse(source).Declarations.Select(declaration => Of(declaration, source)).OfType<Symbol>()]);

    /// <summary>
    /// A label of another text's model, or of a block that it calls, as those see it who train that model; null when there is none of that name.
    /// </summary>
    /// <param name="owner">The model or block, as it is seen from elsewhere.</param>
    /// <param name="name">The label.</param>
    /// <param name="files">Gives the files that the other text uses; null reads none.</param>
    /// <param name="asked">The models and blocks that were looked through already.</param>
    public static Symbol? LabelOf(Symbol owner, string name, ISourceFiles? files, HashSet<Symbol> asked)
    {
        if (!asked.Add(owner))
        {
            return null;
        }
        var table = TableOf(owner.Foreign!);
        if (table.Declared.FirstOrDefault(symbol => symbol.Name == name && symbol.Kind == NameKind.Label && symbol.Owner is { } its && its.Kind == owner.Kind && its.Name == owner.Name) is { } label)
        {
            return new Symbol { Kind = NameKind.Label, Name = name, Span = label.Span, Declaration = label.Declaration, Scope = s_everywhere, Owner = owner, Foreign = owner.Foreign };
        }
        var words = table.Tree.Declarations.OfType<BlockDeclaration>().FirstOrDefault(declaration => declaration.Name?.Span == owner.Span)?.Steps().Select(step => step.Word.Text).ToHashSet(StringComparer.Ordinal);
        return words is null ? null
            : BlocksIn(table.Tree, files).DistinctBy(block => block.Name).Where(block => words.Contains(block.Name)).Select(block => LabelOf(block, name, files, asked)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The inputs and outputs that another text's data block names, each where it first does.</summary>
    /// <param name="data">The data block, as it is seen from elsewhere.</param>
    public static IEnumerable<Symbol> EndsOf(Symbol data) => TableOf(data.Foreign!).EndsNamedBy(data.Name);

    /// <summary>Whether a declaration declares a name.</summary>
    public static bool Declares(Declaration declaration) => declaration is StatementDeclaration { Statement: LetStatement } or BlockDeclaration { Name: not null } and not TrainDeclaration;

    /// <summary>The symbol of a declaration; null for one that declares no name.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="foreign">Its text when it is seen from another one; null when it is the text that was asked.</param>
    public static Symbol? Of(Declaration declaration, SourceText? foreign) => declaration switch
    {
        StatementDeclaration { Statement: LetStatement let } => Of(NameKind.Let, let.Name, let.Span, foreign, let.Value),
        LayerBlockDeclaration { Name: { } name } block => WithParameters(Of(NameKind.Block, name, block.Span, foreign), block.Parameters, block),
        ModelDeclaration { Name: { } name } model => WithParameters(Of(NameKind.Model, name, model.Span, foreign), model.Parameters, model),
        DataDeclaration { Name: { } name } data => Of(NameKind.Data, name, data.Span, foreign),
        _ => null,
    };

    private static SymbolTable TableOf(SourceText foreign) => s_tables.GetValue(foreign, static source => SymbolTable.Of(SyntaxTree.Parse(source), null));

    // The blocks that a text knows, its own and those of files that it uses, in their order.
    private static IEnumerable<Symbol> BlocksIn(SyntaxTree tree, ISourceFiles? files)
        => from declaration in tree.Declarations
           let source = declaration is not UseDeclaration use ? tree.Source
               : use.Path is { } path && UsePath.Of(tree.Source, path.Content) is { } file ? files?.Read(file)
               : null
           where source is not null
           from symbol in ExportsOf(source)
           where symbol.Kind == NameKind.Block && (source != tree.Source || symbol.Declaration == declaration.Span)
           select symbol;

    private static Symbol Of(NameKind kind, Name name, Span declaration, SourceText? foreign, Expression? value = null)
        => new() { Kind = kind, Name = name.Text, Span = name.Span, Declaration = declaration, Value = value, Scope = s_everywhere, Foreign = foreign, IsExported = true };

    private static Symbol WithParameters(Symbol block, ImmutableArray<Parameter> parameters, BlockDeclaration declaration)
    {
        block.Parameters =
        [
            .. parameters.Select(parameter =>
            {
                var span = parameter.Default is null ? parameter.Name.Span : Span.Cover(parameter.Name.Span, parameter.Default.Span);
                return new Symbol
                {
                    Kind = NameKind.Parameter,
                    Name = parameter.Name.Text,
                    Span = parameter.Name.Span,
                    Declaration = span,
                    Value = parameter.Default,
                    Scope = Span.FromBounds(span.End, declaration.Span.End),
                    Owner = block,
                    Foreign = block.Foreign,
                };
            }),
        ];
        return block;
    }
}
