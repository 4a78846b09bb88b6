using Microsoft.Extensions.Caching.Memory;
using Vitrine.Imaging.Scrubbing;
using Vitrine.Storage;

namespace Vitrine.Library.Scrubbing;

/// <summary>Plans are kept by the original's hash: bytes never change, and what was refused once will be refused again.</summary>
internal sealed class ScrubbedOriginals(IBlobStore store, ILogger<ScrubbedOriginals> log) : IScrubbedOriginals, IDisposable
{
    /// <summary>Bytes of plans: some ten thousand photos, or a few hours of film with telemetry.</summary>
    private const long Memory = 8 * 1024 * 1024;

    private readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = Memory });

    public bool MayScrub(MediaItem item) => Scrubber.Knows(item.ContentType);

    public async Task<ScrubbedOriginal> OpenAsync(MediaItem item, CancellationToken cancellationToken)
    {
        if (!MayScrub(item)) return new ScrubbedOriginal.Refused(ScrubRefusal.Format);
        var original = await BlobBytes.OpenAsync(store, item.OriginalKey, cancellationToken);
        if (original is null) return new ScrubbedOriginal.Missing();
        var opened = false;
        try
        {
            if (original.Length != item.Bytes) return new ScrubbedOriginal.Missing();
            switch (await PlanAsync(item, original, cancellationToken))
            {
                case ScrubOutcome.Scrubbed(var plan):
                    opened = true;
                    return new ScrubbedOriginal.Opened(new ScrubbedFile(item, plan, original));
                case ScrubOutcome.Refused refused:
                    return new ScrubbedOriginal.Refused(refused.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        finally
        {
            if (!opened) await original.DisposeAsync();
        }
    }

    public void Dispose() => plans.Dispose();

    private async Task<ScrubOutcome> PlanAsync(MediaItem item, BlobBytes original, CancellationToken cancellationToken)
    {
        var key = (item.ContentType, item.Sha256);
        if (item.Sha256 is not null && plans.TryGetValue(key, out ScrubOutcome? known) && known is not null) return known;
        var outcome = await Scrubber.PlanAsync(item.ContentType, original, cancellationToken);
        if (outcome is ScrubOutcome.Refused refused) Report(item, refused);
        if (item.Sha256 is not null) plans.Set(key, outcome, new MemoryCacheEntryOptions { Size = outcome is ScrubOutcome.Scrubbed(var plan) ? plan.Cost : 256 });
        return outcome;
    }

    private void Report(MediaItem item, ScrubOutcome.Refused refused)
    {
        if (refused.Reason == ScrubRefusal.NotProved) log.LogError("{Id} was scrubbed, and the second look found: {Detail} It is not served.", item.Id, refused.Detail);
        else log.LogInformation("{Id} is not scrubbed, so its original is not served to links ({Reason}): {Detail}", item.Id, refused.Reason, refused.Detail);
    }
}
