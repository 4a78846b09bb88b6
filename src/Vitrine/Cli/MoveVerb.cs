using System.CommandLine;
using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Settings;
using Vitrine.Storage;

namespace Vitrine.Cli;

/// <summary><c>move</c>: files and metadata to another home, while the site is read.</summary>
internal static class MoveVerb
{
    public static Command Create(VerbHost host)
    {
        var to = new Option<string>("--to") { Description = "Move the files to disk or s3, as VITRINE_STORAGE__DISK__* or VITRINE_STORAGE__S3__* say." };
        var metadataTo = new Option<string>("--metadata-to") { Description = "Move the metadata to sqlite or dynamodb, as VITRINE_METADATA__* say." };
        var undo = new Option<bool>("--undo") { Description = "Take changes again after a move that was killed before it switched." };
        to.AcceptOnlyFromAmong("disk", "s3");
        metadataTo.AcceptOnlyFromAmong("sqlite", "dynamodb");
        var command = new Command(
            "move",
            "Move the site's files or metadata elsewhere. It copies while the site works, makes it read-only, brings over the rest, compares all by hash, and switches. Nothing is deleted where the site was; killed at any moment, run it again.")
        {
            to, metadataTo, undo,
        };
        command.Validators.Add(said =>
        {
            var moves = said.GetValue(to) is not null || said.GetValue(metadataTo) is not null;
            if (moves == said.GetValue(undo)) said.AddError("Say --to, --metadata-to or both; or --undo alone.");
        });
        command.SetAction(host.Run((verb, cancellationToken) => verb.Parsed.GetValue(undo)
            ? UndoAsync(verb, cancellationToken)
            : MoveAsync(host, verb, verb.Parsed.GetValue(to), verb.Parsed.GetValue(metadataTo), cancellationToken)));
        return command;
    }

    private static async Task<int> UndoAsync(VerbCall verb, CancellationToken cancellationToken)
    {
        var ended = await SiteMove.UndoAsync(verb.Get<ISiteCatalog>(), verb.Get<TimeProvider>(), cancellationToken);
        await verb.Output.WriteLineAsync(ended ? "The site takes changes again. What was copied stays where it is, for the next try." : "No move was under way; nothing was changed.");
        return 0;
    }

    private static async Task<int> MoveAsync(VerbHost host, VerbCall verb, string? to, string? metadataTo, CancellationToken cancellationToken)
    {
        var settings = verb.Get<IConfiguration>();
        var plan = new MovePlan(
            to is null || to == (settings["Storage:Kind"] ?? "disk") ? null : NextStorage(settings, to),
            metadataTo is null || metadataTo == (settings["Metadata:Kind"] ?? "sqlite") ? null : NextMetadata(settings, metadataTo));
        if (plan is { Files: null, Metadata: null })
        {
            await verb.Output.WriteLineAsync("By its settings the site is there already; nothing was moved.");
            return 0;
        }

        await using var target = host.Another(settings, new Dictionary<string, string?>
        {
            ["Storage:Kind"] = plan.Files is null ? settings["Storage:Kind"] : to,
            ["Metadata:Kind"] = plan.Metadata is null ? settings["Metadata:Kind"] : metadataTo,
        });
        var report = await new SiteMove(PlaceOf(verb.Services), PlaceOf(target), plan, verb.Get<TimeProvider>(), verb.Output.WriteLine).RunAsync(cancellationToken);
        foreach (var line in report is null ? ["Everything was copied before; the switch is done."] : Lines(report)) await verb.Output.WriteLineAsync(line);
        await verb.Output.WriteLineAsync(
            $"Now set {plan.Instead} on every node, and start it again. Until then it can only be read. What lies where the site was is left alone: remove it when you are content.");
        if (plan.Metadata is not null) await verb.Output.WriteLineAsync("People sign in again, and uploads that were under way begin anew by themselves.");
        else await verb.Output.WriteLineAsync("Uploads that were under way begin anew by themselves.");
        return 0;
    }

    private static MovePlace PlaceOf(IServiceProvider services) => new(
        services.GetRequiredService<IBlobStore>(), services.GetRequiredService<IStoreMarker>(), services.GetRequiredService<ISiteCatalog>(),
        services.GetRequiredService<IMediaCatalog>(), services.GetRequiredService<ICatalogRows>());

    private static IEnumerable<string> Lines(MoveReport report)
    {
        if (report.First is { } first)
            yield return Text($"While the site worked: {first.Files} files, {first.Copied} copied ({first.BytesCopied} bytes), {first.Same} were there, {first.Gone} deleted meanwhile.");
        if (report.Second is { } second)
        {
            yield return Text($"While it was read-only: {second.Files} files, {second.Copied} copied ({second.BytesCopied} bytes), {second.Same} compared again, {second.Trusted} unchanged, {second.Gone} deleted meanwhile; {second.Removed} removed that the site has no more.");
            yield return Text($"{second.Proved} of {second.Files} files proved by their hash.");
        }

        if (report.Rows is { } rows)
            yield return Text($"Metadata: {string.Join(", ", rows.Select(kind => Text($"{kind.Value} {kind.Key}")))}; {rows.Values.Sum()} rows, the same in both.");
        yield return Text($"The site was read-only for {report.ReadOnly.TotalSeconds:0} seconds.");
    }

    private static string NextStorage(IConfiguration settings, string kind) =>
        Next(settings, "Storage:Kind", kind, kind == "s3" ? ["Storage:S3:Bucket", "Storage:S3:Prefix", "Storage:S3:Endpoint"] : ["Storage:Disk:Path"]);

    private static string NextMetadata(IConfiguration settings, string kind) =>
        Next(settings, "Metadata:Kind", kind, kind == "dynamodb" ? ["Metadata:DynamoDb:Table", "Metadata:DynamoDb:Endpoint"] : ["Metadata:Sqlite:Path"]);

    /// <summary>E.g. <c>VITRINE_STORAGE__KIND=s3 with VITRINE_STORAGE__S3__BUCKET=ada-photos</c>.</summary>
    private static string Next(IConfiguration settings, string name, string kind, IEnumerable<string> with)
    {
        var said = with.Where(key => settings[key] is { Length: > 0 }).Select(key => $"{NameOf(key)}={settings[key]}").ToList();
        return $"{NameOf(name)}={kind}{(said.Count > 0 ? $" with {string.Join(", ", said)}" : "")}";
    }

    private static string NameOf(string key) => OptionsOf.NameOf(key[..key.LastIndexOf(':')], key[(key.LastIndexOf(':') + 1)..]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
