namespace Vitrine.Library.Access;

/// <summary>For answers that take long: asks again, every few seconds, whether the visitor may still have them (RULES 19). For one answer.</summary>
public sealed class Recheck(TimeProvider time, Func<CancellationToken, Task<bool>> stillAllowed)
{
    /// <summary>How long bytes may go on flowing after a visitor lost their right to them.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private long askedAt = time.GetTimestamp();

    /// <summary>False once the right is lost; cheap between two times of asking.</summary>
    public async ValueTask<bool> MayGoOnAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(askedAt) < Every) return true;
        var allowed = await stillAllowed(cancellationToken);
        askedAt = time.GetTimestamp();
        return allowed;
    }
}

/// <summary>A visitor lost their right to what is under way; the answer ends where it is.</summary>
public sealed class NoLongerAllowedException() : Exception("The visitor may no longer have this.");
