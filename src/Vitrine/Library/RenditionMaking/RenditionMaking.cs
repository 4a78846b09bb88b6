using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// From an original to its previews: the tile first, with what the file says of itself, then the bigger ones. Bytes are durable
/// before the row names them; the row changes only under the job's fencing number, so repeating any of it is harmless.
/// </summary>
internal sealed class RenditionMaking(
    IMediaCatalog catalog, IBlobStore store, OriginalReading reading, OriginalFiles originals, IPictureMaker pictures, TimeProvider time, ILogger<RenditionMaking> log)
{
    public Task MakeTileAsync(Job job, CancellationToken cancellationToken) => MakeAsync(job, Recipe.First, wantFacts: true, cancellationToken);

    public Task MakeBiggerAsync(Job job, CancellationToken cancellationToken) => MakeAsync(job, Recipe.Bigger, wantFacts: false, cancellationToken);

    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => EndWithoutAsync(job, ProblemCode.DecoderGaveUp, cancellationToken);

    private async Task MakeAsync(Job job, IReadOnlyList<RenditionSpec> specs, bool wantFacts, CancellationToken cancellationToken)
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

        var request = new PictureRequest(path, type, specs, wantFacts, Urgent: wantFacts);
        await EndAsync(job, await pictures.MakeAsync(request, cancellationToken), wantFacts, cancellationToken);
    }

    private async Task EndAsync(Job job, PictureOutcome outcome, bool wantFacts, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case PictureOutcome.Made made:
                var ready = (wantFacts ? Findings.Of(made.Facts, time.GetUtcNow()) : new ReadyMedia()) with
                {
                    Recipe = Recipe.Name,
                    Renditions = await StoreAsync(new MediaId(job.Id), made.Renditions, cancellationToken),
                };
                var next = wantFacts ? new NextWork(MediaWork.Renditions, Lanes.Ordinary, time.GetUtcNow()) : null;
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

    private static ProblemCode CodeOf(PictureOutcome.Refused refused) => refused.Code switch
    {
        "damaged" => ProblemCode.Damaged,
        "too_large_to_preview" => ProblemCode.TooLargeToPreview,
        "not_a_picture" => ProblemCode.NotAPicture,
        _ => ProblemCode.DecoderGaveUp,
    };
}
