using Newtonsoft.Json.Linq;
using Nnet.Editor.Runs;
using Nnet.Language.Findings;

namespace Nnet.Editor.Trials;

/// <summary>What the answer of a trial says of a line.</summary>
internal static class TrialFinding
{
    /// <summary>Reads the last event of a trial; null where there is nothing to say of a line.</summary>
    /// <param name="happened">An event of the worker.</param>
    /// <param name="header">Zero-based line of the train block's header.</param>
    public static RunFinding? Of(JObject happened, int header) => (string?)happened["event"] switch
    {
        // Where the block's rate is good already there is no fix, and nothing to be said.
        "rate_found" when happened["fixes"] is JArray { Count: > 0 } => new RunFinding(
            TrialFindings.OtherRate,
            RunRange.WholeLine(LineOf(happened, header)),
            $"The learning rate finder suggests {(string?)happened["message"]}",
            RunFix.Read(happened["fixes"])),
        "batch_learnt" when (string?)happened["status"] == "completed" && (bool?)happened["learns"] == false => new RunFinding(
            TrialFindings.BatchNotLearnt,
            RunRange.WholeLine(LineOf(happened, header)),
            (string?)happened["message"] ?? "",
            []),
        "failed" => RunFinding.OfFailure(happened),
        _ => null,
    };

    private static int LineOf(JObject happened, int header) => (int?)happened["line"] is { } line ? line - 1 : header;
}
