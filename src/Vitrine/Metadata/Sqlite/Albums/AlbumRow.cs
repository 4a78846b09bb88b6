using Vitrine.Library.Albums;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>An album with what only its row knows.</summary>
internal sealed record AlbumRow(long Pk, bool Deleted, DateTimeOffset? FileDue, Album Album);
