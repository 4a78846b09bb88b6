using System.Collections.Concurrent;

namespace Vitrine.Library;

/// <summary>
/// Takes a folder's files into a library through the one intake. Running it again goes on where it stopped: what is here already is
/// known by its hash and not written again.
/// </summary>
public sealed class FolderImport(Intake intake, IMediaCatalog media)
{
    /// <summary>Reading, hashing and flushing overlap; more would only make the disk seek.</summary>
    private const int AtOnce = 4;

    /// <summary>What systems strew about, besides everything whose name begins with a dot.</summary>
    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini", "ehthumbs.db" };

    /// <summary>Bytes being taken now: of two equal files side by side the second waits, and is then a duplicate.</summary>
    private readonly ConcurrentDictionary<string, Task> taking = new(StringComparer.Ordinal);

    /// <summary>Every file below, in no order; links are not followed.</summary>
    public static IEnumerable<FileInfo> FilesOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    });

    /// <summary>Imports each file once. A store or catalog that takes nothing more ends it; the counts until then still add up.</summary>
    public async Task RunAsync(Account owner, string folder, ImportProgress progress, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(FilesOf(folder), options, async (file, stop) =>
            progress.Add(file, await ImportAsync(owner, folder, file, stop)));
    }

    private async Task<ImportOutcome> ImportAsync(Account owner, string folder, FileInfo file, CancellationToken cancellationToken)
    {
        if (IsLitter(Path.GetRelativePath(folder, file.FullName))) return ImportOutcome.Skipped;
        try
        {
            await using var content = new FileStream(file.FullName, new FileStreamOptions
            {
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            if (content.Length == 0) return ImportOutcome.Failed(ProblemCode.EmptyFile);
            return await TakeOnceAsync(owner, file, content, await HashAsync(content, cancellationToken), cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return ImportOutcome.Failed(ProblemCode.InvalidRequest, unreadable.Message);
        }
    }

    private async Task<ImportOutcome> TakeOnceAsync(
        Account owner, FileInfo file, FileStream content, string sha256, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource();
        while (taking.GetOrAdd(sha256, mine.Task) is var first && first != mine.Task) await first.WaitAsync(cancellationToken);
        try
        {
            if (await media.FindByHashAsync(owner.Id, sha256, cancellationToken) is not null) return ImportOutcome.Duplicate;
            content.Position = 0;
            var about = new NewUpload { FileName = file.Name, Length = content.Length, FileTime = file.LastWriteTimeUtc };
            return OutcomeOf(await intake.TakeAsync(owner, about, content, cancellationToken));
        }
        finally
        {
            taking.TryRemove(sha256, out _);
            mine.SetResult();
        }
    }

    private static ImportOutcome OutcomeOf(IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => ImportOutcome.Done,
        IntakeOutcome.Duplicate => ImportOutcome.Duplicate,
        IntakeOutcome.Rejected rejected => ImportOutcome.Failed(rejected.Code, rejected.Detail),
        _ => throw new InvalidOperationException($"An unknown outcome: {outcome.GetType().Name}"),
    };

    private static bool IsLitter(string relative) => relative.Split(Path.DirectorySeparatorChar) is var parts
        && (parts.Any(part => part.StartsWith('.')) || Litter.Contains(parts[^1]));

    private static async Task<string> HashAsync(Stream content, CancellationToken cancellationToken)
    {
        var hash = new RunningHash();
        var buffer = new byte[256 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0) hash.Append(buffer.AsSpan(0, read));
        return hash.Sha256Hex;
    }
}

public enum ImportState
{
    Done,
    Duplicate,
    Skipped,
    Failed,
}

/// <param name="Problem">Why it failed.</param>
public sealed record ImportOutcome(ImportState State, ProblemCode? Problem = null, string? Detail = null)
{
    public static readonly ImportOutcome Done = new(ImportState.Done);
    public static readonly ImportOutcome Duplicate = new(ImportState.Duplicate);
    public static readonly ImportOutcome Skipped = new(ImportState.Skipped);

    public static ImportOutcome Failed(ProblemCode problem, string? detail = null) => new(ImportState.Failed, problem, detail);
}

/// <summary>Counts outcomes, from several files at once, and hands each on.</summary>
/// <param name="told">Called for every file, one at a time.</param>
public sealed class ImportProgress(Action<FileInfo, ImportOutcome> told)
{
    private readonly Lock gate = new();
    private readonly int[] counts = new int[Enum.GetValues<ImportState>().Length];

    public int this[ImportState state]
    {
        get
        {
            lock (gate) return counts[(int)state];
        }
    }

    internal void Add(FileInfo file, ImportOutcome outcome)
    {
        lock (gate)
        {
            counts[(int)outcome.State]++;
            told(file, outcome);
        }
    }
}
