using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Nnet.Language.Syntax.Generated;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Goes on after an error at the end of the line: lines are the unit of the language, so one bad line never spoils
/// its neighbours. Nothing is guessed by inserting or deleting single tokens.
/// </summary>
internal sealed class LineRecovery(Sentences sentences) : DefaultErrorStrategy
{
    /// <inheritdoc/>
    public override void ReportError(Parser recognizer, RecognitionException e)
    {
        if (!InErrorRecoveryMode(recognizer))
        {
            BeginErrorCondition(recognizer);
            sentences.Report((NnetParser)recognizer, e.OffendingToken ?? recognizer.CurrentToken);
        }
    }

    /// <inheritdoc/>
    public override void Recover(Parser recognizer, RecognitionException e) => Skip(recognizer, stopAtBrace: true);

    /// <inheritdoc/>
    public override IToken RecoverInline(Parser recognizer) => throw new InputMismatchException(recognizer);

    /// <inheritdoc/>
    public override void Sync(Parser recognizer)
    {
        var state = recognizer.Interpreter.atn.states[recognizer.State];
        var next = recognizer.Interpreter.atn.NextTokens(state);
        if (next.Contains(TokenConstants.EPSILON) || next.Contains(recognizer.InputStream.LA(1)))
        {
            return;
        }
        if (state.StateType is StateType.BlockStart or StateType.StarBlockStart or StateType.PlusBlockStart or StateType.StarLoopEntry or StateType.PlusLoopBack or StateType.StarLoopBack)
        {
            if (recognizer.Context is not (NnetParser.BodyContext or NnetParser.FileContext))
            {
                throw new InputMismatchException(recognizer);
            }
            // A body and the file itself go on with their next line.
            if (!InErrorRecoveryMode(recognizer))
            {
                BeginErrorCondition(recognizer);
                sentences.Report((NnetParser)recognizer, recognizer.CurrentToken);
            }
            Skip(recognizer, stopAtBrace: false);
        }
    }

    // To the end of the line, past whole groups in braces unless they are the body of what failed.
    private static void Skip(Parser recognizer, bool stopAtBrace)
    {
        var depth = 0;
        while (true)
        {
            switch (recognizer.InputStream.LA(1))
            {
                case TokenConstants.EOF:
                case NnetParser.NEWLINE when depth == 0:
                case NnetParser.RBRACE when depth == 0:
                case NnetParser.LBRACE when depth == 0 && stopAtBrace:
                    return;
                case NnetParser.LBRACE:
                    depth++;
                    break;
                case NnetParser.RBRACE:
                    depth--;
                    break;
            }
            recognizer.InputStream.Consume();
        }
    }
}
