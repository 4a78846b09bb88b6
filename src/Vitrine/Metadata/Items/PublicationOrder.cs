using Vitrine.Library;
using Vitrine.Library.Publishing;

namespace Vitrine.Metadata.Items;

/// <summary>What both backends do alike to publications.</summary>
internal static class PublicationOrder
{
    public static Cursor CursorOf(Publication publication) => new(SortKey.Of(publication.Since), publication.Thing.ToString("N"));

    /// <summary>What is there keeps its address, and with the same visibility its time.</summary>
    public static Publication Over(Publication? before, Publication wanted)
    {
        if (wanted.Visibility == Visibility.Private) throw new ArgumentException("What is private is no publication.", nameof(wanted));
        return wanted with
        {
            Address = before?.Address ?? wanted.Address,
            Since = before?.Visibility == wanted.Visibility ? before.Since : Edits.ToMilliseconds(wanted.Since),
        };
    }
}
