namespace Vitrine.Library;

/// <summary>What one run of the sweeper removed.</summary>
internal sealed record SweepReport
{
    public int Purged { get; init; }
    public int ExpiredUploads { get; init; }
    public int HeldForNobody { get; init; }
    public int Renditions { get; init; }
    public int Sessions { get; init; }
    public int AuditEntries { get; init; }

    /// <summary>Deleted accounts whose time is over, and whose purge it began or found under way.</summary>
    public int Accounts { get; init; }

    /// <summary>Why it did nothing, or nothing more.</summary>
    public string? Refusal { get; init; }

    public bool Any => Purged + ExpiredUploads + HeldForNobody + Renditions + Sessions + AuditEntries > 0;

    public static SweepReport Refused(string reason) => new() { Refusal = reason };
}

/// <summary>
/// The brake on what the sweeper infers by itself (decision 0004): a database from an old backup, or a store of somebody else,
/// would make half of everything look like nobody's.
/// </summary>
internal sealed class SweepGuard(string what)
{
    private const double Share = 0.05;

    /// <summary>So few may always go: after a crash all of three held files may be nobody's.</summary>
    private const int AlwaysAllowed = 50;

    public int Examined { get; set; }

    public void Require(int going)
    {
        if (going > AlwaysAllowed && going > Share * Examined)
            throw new SweepStoppedException($"{going} of {Examined} {what} would go, more than 5 %. Run `vitrine verify` to see why.");
    }
}

internal sealed class SweepStoppedException(string message) : Exception(message);
