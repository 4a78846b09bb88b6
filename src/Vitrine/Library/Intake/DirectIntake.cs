using System.Globalization;
using Vitrine.Library.Access;
using Vitrine.Settings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// The way in for bytes that a browser sends straight to the store (RULES 7): here they are only planned, checked and acknowledged. An upload is
/// done when the store holds every part with the length and checksum that its sender declared, and the row is committed; the item's
/// own hash and type follow (<see cref="OriginalReading"/>).
/// </summary>
public sealed class DirectIntake(
    Intake intake, IUploadCatalog uploads, Completion completion, UploadWriters writers, Live<IntakeOptions> options, TimeProvider time, IServiceProvider services)
{
    /// <summary>Links are made as they are needed, so that few are good at a time.</summary>
    public const int MostLinks = 16;

    /// <summary>Parts in one answer.</summary>
    public const int MostParts = 1000;

    /// <summary>How long a part may take to begin on its way; a revoked sender can use a link no longer than that.</summary>
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    private readonly IDirectWrites? store = services.GetService<IDirectWrites>();

    public bool IsOffered => store is not null;

    /// <summary>Reserves room, makes the upload's row and its place in the store.</summary>
    public async Task<DirectStep> BeginAsync(Account owner, NewUpload about, CancellationToken cancellationToken)
    {
        if (store is null) return new DirectStep.Refused(ProblemCode.RelayOnly);
        if (about.Length is not { } length) return new DirectStep.Refused(ProblemCode.InvalidField, "“length” is the file’s length in bytes.");
        if ((UploadRules.Refuse(about, options.Value) ?? await intake.RefuseTextsAsync(owner, about, cancellationToken)) is { } refused) return Refusal(refused);

        var row = UploadRules.NewRow(owner, about, length, options.Value, time) with { HashState = DirectState.Save([]) };
        if (UploadRules.Refusal(await uploads.BeginAsync(row, options.Value.LimitsOf(owner), cancellationToken), owner) is { } full) return Refusal(full);
        try
        {
            var note = await store.BeginAsync(row.Id.ToString(), KeyOf(row), length, CancellationToken.None);
            return await uploads.AdvanceAsync(row.Id, row.Fence, 0, DirectState.Save(note), CancellationToken.None)
                ? new DirectStep.Open(row, store.PartLength(length))
                : new DirectStep.Refused(ProblemCode.UploadBusy);
        }
        catch (Exception broken) when (IntakeFailures.CodeOf(broken) is not null)
        {
            await intake.TryDiscardAsync(owner, row.Id);
            throw;
        }
    }

    /// <summary>Links for some parts of the owner's upload.</summary>
    public async Task<DirectStep> LinkAsync(Account owner, MediaId id, IReadOnlyList<AnnouncedPart> parts, CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(owner, id, cancellationToken) is not { } open) return new DirectStep.Refused(ProblemCode.UploadGone);
        if (parts.Count is 0 or > MostLinks) return new DirectStep.Refused(ProblemCode.InvalidField, $"Ask for 1 to {MostLinks} parts at a time.");
        var lengths = LengthsOf(open.Row);
        if (parts.FirstOrDefault(part => part.Number < 1 || part.Number > lengths.Count) is { } strange) return new DirectStep.Refused(ProblemCode.InvalidField, NoSuchPart(strange.Number, lengths.Count));

        var links = new List<PartLink>();
        foreach (var part in parts)
            links.Add(new PartLink(part.Number, await store!.LinkAsync(open.Note, new DirectPart(part.Number, lengths[part.Number - 1], part.Md5), LinkLifetime, cancellationToken)));
        return new DirectStep.Linked(links, time.GetUtcNow() + LinkLifetime);
    }

    /// <summary>What the store holds of the owner's upload, in order, from behind a part.</summary>
    public async Task<DirectStep> PartsAsync(Account owner, MediaId id, int behind, CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(owner, id, cancellationToken) is not { } open
            || await store!.PartsAsync(open.Note, behind, MostParts, cancellationToken) is not { } parts) return new DirectStep.Refused(ProblemCode.UploadGone);
        return new DirectStep.Held(parts, parts.Count == MostParts ? parts[^1].Number : null);
    }

    /// <summary>
    /// Says that all parts are sent, and what they are. May be repeated: what ended is told again. Nothing of it obeys the client's leaving.
    /// </summary>
    /// <param name="md5s">Of every part in order, lower-case hex.</param>
    public async Task<DirectStep> FinishAsync(Account owner, MediaId id, IReadOnlyList<string> md5s, CancellationToken cancellationToken)
    {
        var scope = new Scope.Own(owner.Id);
        if (await uploads.FindAsync(scope, id, cancellationToken) is { EndedAs: not null } before) return new DirectStep.Ended(before);
        if (await FindOpenAsync(owner, id, cancellationToken) is not { } found) return new DirectStep.Refused(ProblemCode.UploadGone);
        var lengths = LengthsOf(found.Row);
        if (md5s.Count != lengths.Count) return new DirectStep.Refused(ProblemCode.LengthMismatch, $"This file has {Counted(lengths.Count)}, and {md5s.Count} were declared.");

        using var turn = await writers.TakeTurnAsync(id);
        if (turn.Yielded.IsCancellationRequested) return new DirectStep.Refused(ProblemCode.UploadBusy);
        if (await uploads.TakeOverAsync(scope, id, cancellationToken) is not { } fence)
            return await uploads.FindAsync(scope, id, cancellationToken) is { EndedAs: not null } ended ? new DirectStep.Ended(ended) : new DirectStep.Refused(ProblemCode.UploadGone);

        IReadOnlyList<DirectPart> parts = [.. md5s.Select((md5, n) => new DirectPart(n + 1, lengths[n], md5))];
        return await store!.FinishAsync(id.ToString(), found.Note, parts, CancellationToken.None) switch
        {
            DirectFinish.Stored => await ReceiveAsync(found.Row, fence),
            DirectFinish.Missing(var number) => new DirectStep.Refused(ProblemCode.PartMissing, $"Part {number} of {Counted(parts.Count)} is not there with its {lengths[number - 1]} bytes."),
            DirectFinish.Different(var number) => new DirectStep.Refused(ProblemCode.ChecksumMismatch, $"Part {number} holds other bytes than were declared. Send it again."),
            DirectFinish.Gone => await ForgetAsync(scope, id),
            var unknown => throw new InvalidOperationException($"An unknown outcome: {unknown}"),
        };
    }

    private async Task<DirectStep> ReceiveAsync(Upload row, long fence) =>
        await completion.ReceiveUnreadAsync(row, fence, KeyOf(row)) is { } item
            ? new DirectStep.Ended(row with { EndedAs = item.Id })
            : new DirectStep.Refused(ProblemCode.UploadBusy);

    /// <summary>Its parts are lost, so its promise is given back at once.</summary>
    private async Task<DirectStep> ForgetAsync(Scope scope, MediaId id)
    {
        await completion.DiscardAsync(scope, id, CancellationToken.None);
        return new DirectStep.Refused(ProblemCode.UploadGone);
    }

    /// <summary>Null for nobody's, somebody else's, ended, expired and relayed ones, and where the setting was turned off meanwhile.</summary>
    private async Task<(Upload Row, byte[] Note)?> FindOpenAsync(Account owner, MediaId id, CancellationToken cancellationToken) =>
        store is not null && await intake.FindAsync(owner, id, cancellationToken) is { EndedAs: null } row && DirectState.NoteOf(row) is { } note ? (row, note) : null;

    /// <summary>Bytes of each part. Made of the row alone, so that every node comes to the same.</summary>
    private IReadOnlyList<long> LengthsOf(Upload row)
    {
        var (length, each) = (row.Length!.Value, store!.PartLength(row.Length.Value));
        var count = (int)((length + each - 1) / each);
        return [.. Enumerable.Range(0, count).Select(n => Math.Min(each, length - (n * each)))];
    }

    /// <summary>Asked for before the first byte, so its extension is the name's own.</summary>
    private static BlobKey KeyOf(Upload row) => Keys.Original(row.Id, row.FileName, "");

    private static DirectStep.Refused Refusal(UploadStep.Refused refused) => new(refused.Code, refused.Detail);

    private static string NoSuchPart(int number, int count) => $"This file has {Counted(count)}; there is no part {number}.";

    private static string Counted(int parts) => parts == 1 ? "one part" : string.Create(CultureInfo.InvariantCulture, $"{parts} parts");
}
