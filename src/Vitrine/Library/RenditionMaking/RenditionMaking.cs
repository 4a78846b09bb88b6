using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// From an original to its previews: the tile first, with what the file says of itself, then the bigger ones; all at once where nobody
/// waits for another tile, for that saves a decode (decision 0031). Bytes are durable before the row names them; the row changes only
/// under the job's fencing number, so repeating any of it is harmless.
/// </summary>
internal sealed class RenditionMaking(
    IMediaCatalog catalog, IBlobStore store, OriginalReading reading, OriginalFiles originals, IPictureMaker pictures, TimeProvider time, ILogger<RenditionMaking> log)
{
    /// <summary>Tiles that are being made in this process.</summary>
    private int tiles;

    public async Task MakeTileAsync(Job job, CancellationToken cancellationToken)
    {
        var others = Interlocked.Increment(ref tiles) > 1;
        try
        {
            await MakeAsync(job, type => others || job.Attempt > 1 || MayMove(type) ? Recipe.First : Recipe.All, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref tiles);
        }
    }

    public Task MakeBiggerAsync(Job job, CancellationToken cancellationToken) => MakeAsync(job, _ => Recipe.Bigger, cancellationToken);

    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => EndWithoutAsync(job, ProblemCode.DecoderGaveUp, cancellationToken);

    private async Task MakeAsync(Job job, Func<FileType, IReadOnlyList<RenditionSpec>> specsOf, CancellationToken cancellationToken)
    {
        var item = await catalog.FindAsync(Scope.Everything, new MediaId(job.Id), cancellationToken);
        if (item is null) return; // purged meanwhile, and its work with it
        if (!item.IsRead)
        {
            await reading.ReadAsync(job, item, cancellationToken);
            return;
        }

        using var original = await originals.OpenAsync(item.OriginalKey, cancellationToken);
        if (original is null)
        {
            await EndWithoutAsync(job, ProblemCode.OriginalMissing, cancellationToken);
            return;
        }

        var type = Sniffer.Sniff(original.Head);
        if (!type.Decodable)
        {
            await EndUndecodedAsync(job, Undecoded.ProblemOf(type, item.FileName), cancellationToken);
            return;
        }

        if (await original.PathAsync(cancellationToken) is not { } path)
        {
            await EndWithoutAsync(job, ProblemCode.TooLargeToPreview, cancellationToken);
            return;
        }

        var specs = specsOf(type);
        var outcome = await DecodeAsync(job, path, type, specs, cancellationToken);
        if (specs == Recipe.All && outcome is PictureOutcome.Refused { Code: "too_large_to_preview" or "decoder_gave_up" })
        {
            specs = Recipe.First; // less memory and time may do for the tile
            outcome = await DecodeAsync(job, path, type, specs, cancellationToken);
        }

        await EndAsync(job, outcome, specs == Recipe.First, cancellationToken);
    }

    private Task<PictureOutcome> DecodeAsync(Job job, string path, FileType type, IReadOnlyList<RenditionSpec> specs, CancellationToken cancellationToken) =>
        pictures.MakeAsync(new PictureRequest(path, type, specs, WantFacts: job.Kind == MediaWork.Tile, Urgent: job.Kind == MediaWork.Tile), cancellationToken);

    private async Task EndAsync(Job job, PictureOutcome outcome, bool biggerFollow, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case PictureOutcome.Made made:
                var ready = (job.Kind == MediaWork.Tile ? Findings.Of(made.Facts, time.GetUtcNow()) : new ReadyMedia()) with
                {
                    Recipe = Recipe.Name,
                    Renditions = await StoreAsync(new MediaId(job.Id), made.Renditions, cancellationToken),
                };
                var next = biggerFollow ? new NextWork(MediaWork.Renditions, Lanes.Ordinary, time.GetUtcNow()) : null;
                if (!await catalog.MarkReadyAsync(job, ready, next, cancellationToken)) log.LogInformation("The previews of {Id} came too late.", job.Id);
                break;

            case PictureOutcome.Refused { Code: "preview_follows" }:
                await EndUndecodedAsync(job, ProblemCode.PreviewFollows, cancellationToken);
                break;

            case PictureOutcome.Refused refused:
                log.LogInformation("No preview of {Id}: {Code}, {Detail}", job.Id, refused.Code, refused.Detail);
                await EndWithoutAsync(job, CodeOf(refused), cancellationToken);
                break;

            case PictureOutcome.Broken broken:
                throw new JobAttemptFailedException(broken.Detail);

            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private async Task<IReadOnlyList<Rendition>> StoreAsync(MediaId id, IReadOnlyList<MadeRendition> made, CancellationToken cancellationToken)
    {
        var stored = new List<Rendition>();
        foreach (var rendition in made)
        {
            var key = Keys.Rendition(id, Recipe.Name, rendition.Name, rendition.Extension);
            using var content = new MemoryStream(rendition.Content, writable: false);
            var outcome = await store.WriteAsync(key, content, rendition.ContentType, cancellationToken);

            // An earlier attempt got this far: its bytes count, and their length.
            var bytes = outcome == WriteOutcome.AlreadyThere ? (await store.FindAsync(key, cancellationToken))?.Length : null;
            stored.Add(new Rendition(
                rendition.Name, rendition.Width, rendition.Height, rendition.ContentType, rendition.Extension, bytes ?? rendition.Content.Length));
        }

        return stored;
    }

    private Task<bool> EndUndecodedAsync(Job job, ProblemCode? problem, CancellationToken cancellationToken) => problem is null or ProblemCode.PreviewFollows
        ? catalog.MarkReadyAsync(job, new ReadyMedia { Problem = problem, Recipe = Recipe.Name }, next: null, cancellationToken)
        : catalog.MarkFailedAsync(job, problem.Value, cancellationToken);

    /// <summary>An item whose tile was made stays ready when only the bigger previews cannot be made; it says why they are not there.</summary>
    private Task<bool> EndWithoutAsync(Job job, ProblemCode problem, CancellationToken cancellationToken) => job.Kind == MediaWork.Renditions
        ? catalog.MarkReadyAsync(job, new ReadyMedia { Problem = problem }, next: null, cancellationToken)
        : catalog.MarkFailedAsync(job, problem, cancellationToken);

    /// <summary>All frames of an animation take long; its tile stands still and need not wait for them.</summary>
    private static bool MayMove(FileType type) => type.Name is "gif" or "webp";

    private static ProblemCode CodeOf(PictureOutcome.Refused refused) => refused.Code switch
    {
        "damaged" => ProblemCode.Damaged,
        "too_large_to_preview" => ProblemCode.TooLargeToPreview,
        "not_a_picture" => ProblemCode.NotAPicture,
        _ => ProblemCode.DecoderGaveUp,
    };
}
