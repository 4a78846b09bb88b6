namespace Vitrine.Library.Moving;

internal enum Copied
{
    Nothing,
    Anew,
    Same,
    Trusted,
    Gone,
    Removed,
}

/// <summary>What a walk over two stores did. Files = copied + same + trusted + gone; all but the last are proved by hash.</summary>
public sealed class CopyPass
{
    private readonly Lock counting = new();

    /// <summary>In the store that is moved from.</summary>
    public long Files { get; private set; }

    public long Copied { get; private set; }

    public long BytesCopied { get; private set; }

    /// <summary>Were there already, and have the same hash.</summary>
    public long Same { get; private set; }

    /// <summary>Were compared by an earlier walk and did not change since.</summary>
    public long Trusted { get; private set; }

    /// <summary>Were deleted while the walk went on.</summary>
    public long Gone { get; private set; }

    /// <summary>Were removed over there, because the site has them no more.</summary>
    public long Removed { get; private set; }

    public long Proved => Copied + Same + Trusted;

    /// <summary>How many files there are so far.</summary>
    internal long Count(Copied did, long bytes)
    {
        lock (counting)
        {
            if (did is not (Moving.Copied.Nothing or Moving.Copied.Removed)) Files++;
            switch (did)
            {
                case Moving.Copied.Anew:
                    Copied++;
                    BytesCopied += bytes;
                    break;
                case Moving.Copied.Same:
                    Same++;
                    break;
                case Moving.Copied.Trusted:
                    Trusted++;
                    break;
                case Moving.Copied.Gone:
                    Gone++;
                    break;
                case Moving.Copied.Removed:
                    Removed++;
                    break;
                default:
                    break;
            }

            return Files;
        }
    }
}
