using System.CommandLine;
using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Cli;

/// <summary><c>verify</c>: reads every original again and compares. Exit code 1 when anything is lost or unexplained.</summary>
internal static class VerifyVerb
{
    public static Command Create(VerbHost host)
    {
        var quick = new Option<bool>("--quick") { Description = "Compare lengths only, without reading the files." };
        var command = new Command("verify", "Read every original again and say what is missing, damaged or unexplained.") { quick };
        command.SetAction(host.Run((verb, cancellationToken) => RunAsync(verb, hashes: !verb.Parsed.GetValue(quick), cancellationToken)));
        return command;
    }

    public static async Task<int> RunAsync(VerbCall verb, bool hashes, CancellationToken cancellationToken)
    {
        await verb.Get<SiteStart>().RequireExistingAsync(cancellationToken);
        var report = await verb.Get<Verification>().RunAsync(hashes, f => verb.Output.WriteLine(Line(f)), cancellationToken);
        foreach (var line in Summary(report)) await verb.Output.WriteLineAsync(line);
        return report.IsClean ? 0 : 1;
    }

    private static string Line(Finding finding) => $"{Word(finding.Kind)}\t{finding.Where}\t{finding.Detail}";

    private static IEnumerable<string> Summary(VerifyReport report)
    {
        yield return Text($"{report.Items} items: {report.Intact} intact, {report.Of(FindingKind.Missing)} missing, {report.Of(FindingKind.Truncated)} truncated, {report.Of(FindingKind.Damaged)} damaged, {report.Of(FindingKind.Unreadable)} unreadable, {report.Synthetic} synthetic, {report.Gone} deleted meanwhile.");
        yield return Text($"Beside them: {report.Of(FindingKind.Orphaned)} orphaned, {report.Of(FindingKind.Stray)} stray files, {report.Of(FindingKind.WithoutSidecar)} without sidecar, {report.Of(FindingKind.WithoutPreview)} previews missing, {report.UnderWay} uploads under way. {report.BytesRead} bytes read.");
        if (report.IsClean) yield return "Everything is as it should be.";
        if (report.Of(FindingKind.Missing) + report.Of(FindingKind.Truncated) + report.Of(FindingKind.Damaged) > 0)
            yield return "Bring missing and damaged originals back from a backup: the same key under its media/ folder.";
        if (report.Of(FindingKind.Orphaned) > 0) yield return "`vitrine rebuild` takes orphaned originals with a sidecar into the catalog.";
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.WithoutSidecar => "no sidecar",
        FindingKind.WithoutPreview => "no preview",
        FindingKind.Missing => "missing",
        FindingKind.Truncated => "truncated",
        FindingKind.Damaged => "damaged",
        FindingKind.Unreadable => "unreadable",
        FindingKind.Orphaned => "orphaned",
        _ => "stray",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
