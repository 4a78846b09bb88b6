using Vitrine.Imaging;
using Vitrine.Library.Guests;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>One writer's view of an upload under way: its row, how far its bytes reach, and their running hash.</summary>
public sealed class IncomingUpload
{
    internal IncomingUpload(Upload row, long fence, UploadProgress progress)
    {
        Row = row;
        Fence = fence;
        (Hash, Type, Note) = (progress.Hash, progress.Type, progress.Note);
    }

    public Upload Row { get; internal set; }

    public MediaId Id => Row.Id;

    /// <summary>How many bytes are durable and hashed.</summary>
    public long Offset => Hash.Length;

    internal long Fence { get; }

    internal RunningHash Hash { get; set; }

    /// <summary>What the store asked to have kept with the offset.</summary>
    internal byte[] Note { get; set; }

    /// <summary>The file's type, once somebody had to know it.</summary>
    internal FileType? Type { get; set; }

    /// <summary>What goes into the row with the offset.</summary>
    internal UploadProgress Progress => new(Hash, Type, Note);

    internal PartialUpload Partial => new(Name, Offset, Note);

    /// <summary>The file's first bytes, when this writer saw them.</summary>
    internal HeadBytes Head { get; } = new();

    /// <summary>Set when the bytes already lie under their final key: a crash came between that and the row.</summary>
    internal BlobKey? FinalKey { get; set; }

    /// <summary>The upload's name in the store.</summary>
    internal string Name => Row.Id.ToString();

    internal bool IsWhole => Row.Length == Offset;

    /// <summary>True once the first bytes show a kind that the link does not take by which it comes.</summary>
    /// <param name="atEnd">There is no more of it than what was seen.</param>
    internal bool IsUnwelcome(bool atEnd = false)
    {
        if (Row.Guest is not { Accepts: not AcceptedKinds.Anything } guest) return false;
        if (Type is null && (Head.IsComplete || (atEnd && Head.IsKnown))) Type = Sniffer.Sniff(Head.Seen);
        return Type is { } known && !guest.Accepts.Includes(known.Kind);
    }

    internal PartialTarget Target(long lengthAtMost) => new(Row.Length, Row.Length ?? lengthAtMost, NameFrom);

    /// <summary>The key under which a file of this upload's name and these first bytes lies.</summary>
    private (BlobKey Key, string ContentType) NameFrom(ReadOnlyMemory<byte> head)
    {
        Type ??= Sniffer.Sniff(head.Span[..Math.Min(head.Length, FileType.HeadLength)]);
        return (Keys.Original(Row.Id, Row.FileName, Type.Extension), Type.ContentType);
    }
}

/// <summary>Collects what the sniffer wants to see.</summary>
internal sealed class HeadBytes
{
    private readonly byte[] bytes = new byte[FileType.HeadLength];
    private int length;

    public ReadOnlySpan<byte> Seen => bytes.AsSpan(0, length);

    /// <summary>False where the writer began behind the start of the file.</summary>
    public bool IsKnown => length > 0;

    public bool IsComplete => length == bytes.Length;

    public void Offer(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset != length || length == bytes.Length) return;
        var taken = Math.Min(piece.Length, bytes.Length - length);
        piece[..taken].CopyTo(bytes.AsSpan(length));
        length += taken;
    }
}
