using Vitrine.Library.Albums;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>An album with what only its row knows.</summary>
internal sealed record AlbumRow(bool Deleted, DateTimeOffset? FileDue, int Members, Album Album);
