namespace Vitrine.Jobs;

/// <summary>A kind of job that somebody enqueues; whoever does registers one, so that a missing handler shows at start.</summary>
public sealed record JobKind(string Name);

/// <summary>Exactly one handler for each kind, or the site does not start.</summary>
internal sealed class JobHandlers
{
    private readonly Dictionary<string, IJobHandler> byKind = new(StringComparer.Ordinal);

    public JobHandlers(IEnumerable<IJobHandler> handlers, IEnumerable<JobKind> kinds)
    {
        foreach (var handler in handlers)
        {
            if (!byKind.TryAdd(handler.Kind, handler))
                throw new InvalidOperationException($"Two handlers for jobs of kind '{handler.Kind}': {byKind[handler.Kind].GetType().Name}, {handler.GetType().Name}.");
        }

        if (kinds.FirstOrDefault(k => !byKind.ContainsKey(k.Name)) is { } orphan)
            throw new InvalidOperationException($"No handler for jobs of kind '{orphan.Name}'.");
    }

    /// <summary>Null for a kind that a newer version enqueued.</summary>
    public IJobHandler? Find(string kind) => byKind.GetValueOrDefault(kind);
}
