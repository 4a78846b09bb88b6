using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Uploads;

/// <summary>The life of an upload: begun under the quota, written by whoever holds the fence, ended once.</summary>
internal static class UnderWay
{
    public static BeginOutcome Begin(Connection connection, Upload upload, UploadLimits limits, DateTimeOffset now)
    {
        if (UploadRows.Find(connection, upload.Id) is { } begun) return begun.Owner == upload.Owner ? BeginOutcome.Begun : BeginOutcome.Superseded;
        if (Rows.Find(connection, upload.Id) is not null) return BeginOutcome.Superseded;
        UploadRows.Forget(connection, now);
        var outcome = Reserve(connection, upload, limits);
        if (outcome == BeginOutcome.Begun && upload.Guest is { } guest)
        {
            outcome = GuestFiles.Reserve(connection, guest, upload.Id, upload.Reserved);
            if (outcome != BeginOutcome.Begun) UsageRows.Close(connection, upload.Owner, upload.Reserved);
        }

        if (outcome == BeginOutcome.Begun) UploadRows.Add(connection, upload);
        return outcome;
    }

    public static Upload? Find(Connection connection, Scope scope, MediaId id, DateTimeOffset now) =>
        UploadRows.Find(connection, id) is { } upload && scope.Includes(upload.Owner) && (upload.EndedAs is null || upload.ExpiresAt > now) ? upload : null;

    public static long? TakeOver(Connection connection, Scope scope, MediaId id)
    {
        if (UploadRows.Find(connection, id) is not { EndedAs: null } upload || !scope.Includes(upload.Owner)) return null;
        UploadRows.RaiseFence(connection, id);
        return upload.Fence + 1;
    }

    public static BeginOutcome FixLength(Connection connection, MediaId id, long fence, long length, UploadLimits limits)
    {
        if (Held(connection, id, fence) is not { } upload || (upload.Length ?? length) != length) return BeginOutcome.Superseded;
        return Resize(connection, upload, length, length, limits);
    }

    public static BeginOutcome Grow(Connection connection, MediaId id, long fence, long reserved, UploadLimits limits)
    {
        if (Held(connection, id, fence) is not { } upload) return BeginOutcome.Superseded;
        return reserved <= upload.Reserved ? BeginOutcome.Begun : Resize(connection, upload, upload.Length, reserved, limits);
    }

    public static bool Receive(Connection connection, MediaItem item, long fence, NextWork? work, AlbumId? album, DateTimeOffset now)
    {
        if (UploadRows.Find(connection, item.Id) is not { } upload || upload.Owner != item.Owner) return false;
        if (upload.EndedAs == item.Id) return Rows.Find(connection, item.Id)?.Item.Sha256 == item.Sha256;
        if (upload.EndedAs is not null || upload.Fence != fence) return false;
        var joined = album is { } wanted ? AlbumChanges.FindToJoin(connection, wanted, item.Owner) : null;
        if ((upload.Guest is not null && joined is null) || !Change.Add(connection, Row.New(item))) return false;
        if (joined is not null && item.WaitsIn is null) AlbumChanges.Join(connection, joined, item.Id, now);
        UploadRows.End(connection, upload, item.Id);
        if (work is not null) JobRows.Put(connection, item, work);
        return true;
    }

    public static bool EndAsDuplicate(Connection connection, MediaId id, long fence, MediaId existing)
    {
        if (UploadRows.Find(connection, id) is not { } upload) return false;
        if (upload.EndedAs is { } ended) return ended == existing;
        if (upload.Fence != fence) return false;
        UploadRows.End(connection, upload, existing);
        return true;
    }

    public static bool Abandon(Connection connection, Scope scope, MediaId id)
    {
        if (UploadRows.Find(connection, id) is not { } upload || !scope.Includes(upload.Owner) || upload.EndedAs == id) return false;
        UploadRows.Remove(connection, upload);
        return true;
    }

    private static BeginOutcome Reserve(Connection connection, Upload upload, UploadLimits limits)
    {
        if (!UsageRows.Reserve(connection, upload.Owner, upload.Reserved, limits.QuotaBytes)) return BeginOutcome.QuotaExceeded;
        if (UsageRows.Open(connection, upload.Owner, limits.OpenUploads)) return BeginOutcome.Begun;
        UsageRows.Reserve(connection, upload.Owner, -upload.Reserved, null);
        return BeginOutcome.TooManyOpen;
    }

    private static BeginOutcome Resize(Connection connection, Upload upload, long? length, long reserved, UploadLimits limits)
    {
        if (upload.Guest is { } guest && GuestFiles.Resize(connection, guest, upload.Id, reserved) is var outcome and not BeginOutcome.Begun) return outcome;
        if (!UsageRows.Reserve(connection, upload.Owner, reserved - upload.Reserved, limits.QuotaBytes))
        {
            if (upload.Guest is { } refused) GuestFiles.Resize(connection, refused, upload.Id, upload.Reserved);
            return BeginOutcome.QuotaExceeded;
        }

        UploadRows.Resize(connection, upload.Id, length, reserved);
        return BeginOutcome.Begun;
    }

    private static Upload? Held(Connection connection, MediaId id, long fence) =>
        UploadRows.Find(connection, id) is { EndedAs: null } upload && upload.Fence == fence ? upload : null;
}
