using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Settings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// The one way in for bytes: tus, forms, API and import are built from these steps. Nothing is acknowledged before it is durable,
/// hashed and in the catalog (DESIGN 1.1). Storage and catalog failures come out as their exceptions; a retry is always possible.
/// </summary>
public sealed class Intake(
    IUploadCatalog uploads,
    IPartialWrites partials,
    IStorageHealth health,
    Completion completion,
    Settling settling,
    UploadWriters writers,
    AlbumAccess albums,
    Live<IntakeOptions> options,
    TimeProvider time)
{
    /// <summary>Reserves room and makes the upload's row; no byte is taken yet.</summary>
    public async Task<UploadStep> BeginAsync(Uploader by, NewUpload about, CancellationToken cancellationToken)
    {
        if ((UploadRules.Refuse(about, options.Value) ?? RefuseByRoom(about.Length ?? 1) ?? await RefuseAlbumAsync(by, about, cancellationToken)) is { } refused) return refused;

        var reserved = about.Length ?? await FirstReservationAsync(by, about.LengthAtMost, cancellationToken);
        var row = UploadRules.NewRow(by, about, reserved, options.Value, time);
        if (UploadRules.Refusal(await uploads.BeginAsync(row, options.Value.LimitsOf(by), cancellationToken), by) is { } full) return full;
        await OrDiscardAsync(by, row.Id, async () =>
        {
            await partials.BeginAsync(row.Id.ToString(), CancellationToken.None);
            return true;
        });
        return new UploadStep.Open(new IncomingUpload(row, row.Fence, UploadProgress.New()));
    }

    /// <summary>
    /// The owner's upload as it stands, also an ended one; null when expired, and for anybody else's. One whose bytes are all here but whose row does
    /// not say so yet (a crash, a lost answer) is ended first, so that "all bytes are here" is never said of an item that is not.
    /// </summary>
    public async Task<Upload?> FindAsync(Uploader by, MediaId id, CancellationToken cancellationToken)
    {
        var row = await FindRowAsync(by, id, cancellationToken);
        if (row is null or { EndedAs: not null }) return row;
        if (row.ExpiresAt <= time.GetUtcNow()) return null;
        if (row.IsDirect || writers.IsBusy(id) || !await settling.IsNeededAsync(row, cancellationToken)) return row;

        using var turn = await writers.TakeTurnAsync(id);
        return await TakeOverAsync(by, id, turn, cancellationToken) switch
        {
            UploadStep.Open open => open.Upload.Row,
            UploadStep.Ended => await FindRowAsync(by, id, cancellationToken),
            _ => row,
        };
    }

    /// <summary>Takes a body at an offset; a writer that still hangs on the same upload is sent away first.</summary>
    public async Task<UploadStep> AppendAsync(Uploader by, MediaId id, IncomingBody body, CancellationToken cancellationToken)
    {
        if (await FindAsync(by, id, cancellationToken) is not { IsDirect: false } row) return new UploadStep.Refused(ProblemCode.UploadGone);
        if (row.Position != body.Offset) return Misplaced(row);
        if (row.EndedAs is not null) return new UploadStep.EndedBefore(row);

        using var turn = await writers.TakeTurnAsync(id);
        var taken = await TakeOverAsync(by, id, turn, cancellationToken);

        // The writer that was waited for may have brought the last byte: the upload is not gone then, it has ended.
        if (taken is UploadStep.Refused { Code: ProblemCode.UploadGone } && await FindRowAsync(by, id, cancellationToken) is { EndedAs: not null } ended)
            return ended.Position == body.Offset ? new UploadStep.EndedBefore(ended) : Misplaced(ended);
        if (taken is not UploadStep.Open { Upload: var upload }) return taken;
        if (upload.Offset != body.Offset) return Misplaced(upload.Row);
        if (body.FileLength is { } length && await FixLengthAsync(by, upload, length, cancellationToken) is { } refused) return refused;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, turn.Yielded);
        return await WriteAsync(by, upload, body, turn.Yielded, stop.Token);
    }

    /// <summary>Takes the first body of an upload that was just begun and that nobody else knows yet.</summary>
    public Task<UploadStep> AppendFirstAsync(Uploader by, IncomingUpload upload, IncomingBody body, CancellationToken cancellationToken) =>
        WriteAsync(by, upload, body, CancellationToken.None, cancellationToken);

    /// <summary>Null when these texts can be kept, and the album they name takes something.</summary>
    public async Task<UploadStep.Refused?> RefuseTextsAsync(Uploader by, NewUpload about, CancellationToken cancellationToken) =>
        UploadRules.RefuseTexts(about) ?? await RefuseAlbumAsync(by, about, cancellationToken);

    /// <summary>Says that a body is all of its file: what was reserved beyond it is free again.</summary>
    public async Task<UploadStep> CloseAsync(Uploader by, IncomingUpload upload)
    {
        if (upload.IsUnwelcome(atEnd: true)) return await completion.TurnAwayAsync(upload);
        return upload.Offset > 0 && await FixLengthAsync(by, upload, upload.Offset, CancellationToken.None) is { } refused ? refused : new UploadStep.Open(upload);
    }

    /// <summary>Says that all bytes are here; texts given now add to those of the beginning.</summary>
    public async Task<UploadStep> EndAsync(Uploader by, IncomingUpload upload, NewUpload about)
    {
        if (UploadRules.RefuseTexts(about) is { } refused) return refused;
        if (upload.Offset > 0 && upload.Row.Length is null
            && await FixLengthAsync(by, upload, upload.Offset, CancellationToken.None) is { } mismatch) return mismatch;
        upload.Row = upload.Row.WithTexts(about);
        return await completion.EndAsync(upload);
    }

    /// <summary>Forgets an upload; a writer under way is sent away first. False when there is none, or it ended.</summary>
    public async Task<bool> DiscardAsync(Uploader by, MediaId id, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(by, id, cancellationToken) is not { EndedAs: null }) return false;
        using var turn = await writers.TakeTurnAsync(id);
        return await completion.DiscardAsync(new Scope.Own(by.Owner.Id), id, CancellationToken.None);
    }

    /// <summary>A whole file in one go: import, and whoever holds a stream.</summary>
    public async Task<IntakeOutcome> TakeAsync(Uploader by, NewUpload about, Stream content, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(by, about, cancellationToken);
        if (begun is not UploadStep.Open { Upload: var upload }) return OutcomeOf(begun);
        return OutcomeOf(await OrDiscardAsync(by, upload.Id, async () =>
        {
            var step = await AppendFirstAsync(by, upload, new IncomingBody(0, content), cancellationToken);
            if (step is UploadStep.Open && about.Length is null) step = await EndAsync(by, upload, about);
            if (step is not UploadStep.Ended) await DiscardAsync(by, upload.Id, CancellationToken.None);
            return step;
        }));
    }

    /// <summary>After a failure: gives back what can be given back now; the sweeper finds the rest.</summary>
    public async Task TryDiscardAsync(Uploader by, MediaId id)
    {
        try
        {
            await DiscardAsync(by, id, CancellationToken.None);
        }
        catch (Exception broken) when (broken is StorageUnavailableException or CatalogUnavailableException)
        {
        }
    }

    /// <summary>For an unknown length: one step, but no more than can be, and no more than the link and the quota still have.</summary>
    private async Task<long> FirstReservationAsync(Uploader by, long? atMost, CancellationToken cancellationToken)
    {
        var wanted = Math.Min(Math.Min(IntakeOptions.Step, atMost ?? long.MaxValue), by.Link?.Guests?.BytesLeft ?? long.MaxValue);
        if (by.Owner.QuotaBytes is not { } quota) return Math.Max(1, wanted);
        var usage = await uploads.UsageAsync(by.Owner.Id, cancellationToken);
        return Math.Max(1, Math.Min(wanted, quota - usage.Used - usage.Reserved));
    }

    /// <summary>An upload is the affair of whoever began it, whatever else they may see.</summary>
    private async Task<Upload?> FindRowAsync(Uploader by, MediaId id, CancellationToken cancellationToken) =>
        await uploads.FindAsync(new Scope.Own(by.Owner.Id), id, cancellationToken) is { } row && by.Began(row) ? row : null;

    private async Task<UploadStep.Refused?> RefuseAlbumAsync(Uploader by, NewUpload about, CancellationToken cancellationToken) =>
        by.Link is null && about.Album is { } album && !await albums.MayAddAsync(by.Owner.Id, album, cancellationToken)
            ? new UploadStep.Refused(ProblemCode.NoSuchAlbum)
            : null;

    private async Task<UploadStep> TakeOverAsync(Uploader by, MediaId id, UploadWriters.Turn turn, CancellationToken cancellationToken)
    {
        var scope = new Scope.Own(by.Owner.Id);
        if (turn.Yielded.IsCancellationRequested) return new UploadStep.Refused(ProblemCode.UploadBusy);
        if (await uploads.TakeOverAsync(scope, id, cancellationToken) is not { } fence
            || await uploads.FindAsync(scope, id, cancellationToken) is not { EndedAs: null } row) return new UploadStep.Refused(ProblemCode.UploadGone);
        return await settling.SettleAsync(row, fence);
    }

    private async Task<UploadStep> WriteAsync(Uploader by, IncomingUpload upload, IncomingBody body, CancellationToken yielded, CancellationToken cancelled)
    {
        if (RefuseBySize(upload, body.Announced) is { } refused) return refused;
        if (RefuseByRoom(body.Announced ?? 1) is { } unwritable) return unwritable;
        using var place = writers.TryTakePlace();
        if (place is null) return new UploadStep.Refused(ProblemCode.Busy);

        while (true)
        {
            var room = RoomOf(upload);
            if (upload.Row.Length is null && await GrowAsync(by, upload, room) is { } full)
                return await body.HasMoreAsync(cancelled) == false ? await EndOfBodyAsync(upload, body, true, yielded, cancelled) : full;

            var start = upload.Partial;
            var piece = new IncomingBytes(body.Content, upload, body.Checksum, room, cancelled);
            var appended = await partials.AppendAsync(start, upload.Target(options.Value.MaxFileBytes), piece, CancellationToken.None);
            if (appended.Upload.Length != upload.Offset)
                throw new StorageUnavailableException($"Upload {upload.Name}: the store took {appended.Upload.Length - start.Length} of {piece.Count} bytes.");
            upload.Note = appended.Upload.Note;

            if (upload.IsUnwelcome()) return await completion.TurnAwayAsync(upload);
            if (appended.SourceFailure is not null) return await CutAsync(upload, body, yielded);
            if (piece.BodyEnded || room == 0 || IsFull(upload)) return await EndOfBodyAsync(upload, body, piece.BodyEnded, yielded, cancelled);
            if (body.Checksum is null && !await SaveAsync(upload)) return new UploadStep.Refused(ProblemCode.UploadBusy);
        }
    }

    private async Task<UploadStep> EndOfBodyAsync(
        IncomingUpload upload, IncomingBody body, bool ended, CancellationToken yielded, CancellationToken cancelled)
    {
        if (!ended)
        {
            var more = await body.HasMoreAsync(cancelled);
            if (more is null) return await CutAsync(upload, body, yielded);
            if (more.Value) return upload.Row.Length is null ? UploadRules.TooLarge(options.Value) : new UploadStep.Refused(ProblemCode.LengthMismatch);
        }

        if (body.Checksum?.Matches() == false) return new UploadStep.Refused(ProblemCode.ChecksumMismatch);
        if (upload.IsWhole) return await completion.EndAsync(upload);
        return await SaveAsync(upload) ? new UploadStep.Open(upload) : new UploadStep.Refused(ProblemCode.UploadBusy);
    }

    /// <summary>
    /// A cut body counts as far as it came, unless its checksum was to be verified first, or the next writer waits already:
    /// that one was told the offset of before.
    /// </summary>
    private async Task<UploadStep> CutAsync(IncomingUpload upload, IncomingBody body, CancellationToken yielded)
    {
        if (yielded.IsCancellationRequested) return new UploadStep.Refused(ProblemCode.UploadBusy);
        if (body.Checksum is null) await SaveAsync(upload);
        return new UploadStep.Refused(ProblemCode.BodyCut);
    }

    private async Task<bool> SaveAsync(IncomingUpload upload)
    {
        if (!await uploads.AdvanceAsync(upload.Id, upload.Fence, upload.Offset, upload.Progress.Save(), CancellationToken.None)) return false;
        upload.Row = upload.Row with { Offset = upload.Offset };
        return true;
    }

    private async Task<UploadStep.Refused?> FixLengthAsync(Uploader by, IncomingUpload upload, long length, CancellationToken cancellationToken)
    {
        if (upload.Row.Length is { } known) return known == length ? null : new UploadStep.Refused(ProblemCode.LengthMismatch);
        if (length < upload.Offset) return new UploadStep.Refused(ProblemCode.LengthMismatch);
        if (length > options.Value.MaxFileBytes) return UploadRules.TooLarge(options.Value);
        if (UploadRules.Refusal(await uploads.SetLengthAsync(upload.Id, upload.Fence, length, options.Value.LimitsOf(by), cancellationToken), by) is { } refused) return refused;
        upload.Row = upload.Row with { Length = length, Reserved = length };
        return null;
    }

    private async Task<UploadStep.Refused?> GrowAsync(Uploader by, IncomingUpload upload, long room)
    {
        var needed = upload.Offset + room;
        if (needed <= upload.Row.Reserved) return null;
        if (UploadRules.Refusal(await uploads.GrowAsync(upload.Id, upload.Fence, needed, options.Value.LimitsOf(by), CancellationToken.None), by) is { } refused) return refused;
        upload.Row = upload.Row with { Reserved = needed };
        return null;
    }

    /// <summary>
    /// To the next whole step, where a bucket's parts end too; up to the reservation where the length is unknown, so that no byte comes
    /// before its quota.
    /// </summary>
    private long RoomOf(IncomingUpload upload)
    {
        if (upload.Row.Length is { } length) return Math.Min(IntakeOptions.Step - (upload.Offset % IntakeOptions.Step), length - upload.Offset);
        var reserved = upload.Row.Reserved - upload.Offset;
        return Math.Min(reserved > 0 ? reserved : IntakeOptions.Step, options.Value.MaxFileBytes - upload.Offset);
    }

    private bool IsFull(IncomingUpload upload) => upload.Offset >= (upload.Row.Length ?? options.Value.MaxFileBytes);

    private UploadStep.Refused? RefuseBySize(IncomingUpload upload, long? announced)
    {
        if (upload.Row.Length is { } length)
            return announced > length - upload.Offset ? new UploadStep.Refused(ProblemCode.LengthMismatch) : null;
        return announced > options.Value.MaxFileBytes - upload.Offset ? UploadRules.TooLarge(options.Value) : null;
    }

    /// <summary>What can never fit is refused before its first byte; the store itself keeps the floor below which nothing is taken.</summary>
    private UploadStep.Refused? RefuseByRoom(long bytes) => health.FreeBytes < bytes ? new UploadStep.Refused(ProblemCode.StorageFull) : null;

    private async Task<T> OrDiscardAsync<T>(Uploader by, MediaId id, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception broken) when (broken is StorageUnavailableException or CatalogUnavailableException)
        {
            await TryDiscardAsync(by, id);
            throw;
        }
    }

    private static UploadStep.Refused Misplaced(Upload row) =>
        new(ProblemCode.OffsetMismatch, $"The upload stands at {row.Position} bytes.");

    private static IntakeOutcome OutcomeOf(UploadStep step) => step switch
    {
        UploadStep.Ended ended => ended.Outcome,
        UploadStep.Refused refused => new IntakeOutcome.Rejected(refused.Code, refused.Detail),
        _ => new IntakeOutcome.Rejected(ProblemCode.BodyCut),
    };
}
