using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Uploads;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>Items that did not come by an upload.</summary>
internal static class Adoption
{
    public static bool Adopt(Connection connection, MediaItem item, NextWork? work)
    {
        if (UploadRows.Find(connection, item.Id) is { EndedAs: null } || !Change.Add(connection, Row.New(item))) return false;
        if (work is not null) JobRows.Put(connection, item, work);
        return true;
    }
}
