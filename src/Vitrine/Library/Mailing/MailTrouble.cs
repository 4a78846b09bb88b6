using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Library.Mailing;

/// <summary>What admins should know about the mail: why it waits just now, and which letters were given up lately. One value of the site.</summary>
public sealed class MailTrouble(ISiteCatalog site, TimeProvider time)
{
    private const int MostKept = 20;
    private const int MostTurns = 10;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public async Task<MailState> ReadAsync(CancellationToken cancellationToken) => Parse(await site.GetAsync(SiteValues.Mail, cancellationToken));

    internal Task IsAsync(string why, CancellationToken cancellationToken) =>
        ChangeAsync(state => state.Waits?.Why == why ? state : state with { Waits = new MailWaits(why, time.GetUtcNow()) }, cancellationToken);

    /// <summary>A letter went out.</summary>
    internal Task OverAsync(CancellationToken cancellationToken) => ChangeAsync(state => state.Waits is null ? state : state with { Waits = null }, cancellationToken);

    internal Task FailedAsync(FailedLetter letter, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - KeptFor;
        return ChangeAsync(state => state with { Failed = [.. state.Failed.Where(each => each.At > oldest).Prepend(letter).Take(MostKept)] }, cancellationToken);
    }

    /// <summary>Beside other nodes; where they are all too busy with it, the log has it.</summary>
    private async Task ChangeAsync(Func<MailState, MailState> change, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var json = await site.GetAsync(SiteValues.Mail, cancellationToken);
            var before = Parse(json);
            var after = change(before);
            if (ReferenceEquals(before, after)) return;
            if (await site.ReplaceAsync(SiteValues.Mail, json, JsonSerializer.Serialize(after, MailStateJson.Default.MailState), cancellationToken)) return;
        }
    }

    private static MailState Parse(string? json) =>
        (json is null ? null : JsonSerializer.Deserialize(json, MailStateJson.Default.MailState)) ?? new MailState(null, []);
}

/// <param name="Waits">Why letters wait; null while all is well.</param>
/// <param name="Failed">Given up in the last 30 days, newest first, at most 20.</param>
public sealed record MailState(MailWaits? Waits, IReadOnlyList<FailedLetter> Failed);

public sealed record MailWaits(string Why, DateTimeOffset Since);

public sealed record FailedLetter(string To, string About, string Why, DateTimeOffset At);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MailState))]
internal sealed partial class MailStateJson : JsonSerializerContext;
