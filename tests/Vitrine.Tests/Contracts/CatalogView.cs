using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;

namespace Vitrine.Tests.Contracts;

/// <summary>All that pages, the sweeper and the workers ask, of two people: as one text, to be compared.</summary>
internal static class CatalogView
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<string> OfAsync(CatalogWorld world)
    {
        await world.SettleAsync();
        var seen = new Dictionary<string, object?>();
        foreach (var (who, account) in new[] { ("Anna", world.Anna), ("Bert", world.Bert) })
        {
            foreach (var (what, answer) in await OfAsync(world, account)) seen[$"{who}: {what}"] = answer;
        }

        seen["accounts"] = (await world.Accounts.PageAsync(null, 100, Cancel)).Items;
        seen["sidecars due"] = (await world.Media.SidecarsDueAsync(100, Cancel)).Select(item => item.Id.ToString()).Order(StringComparer.Ordinal);
        seen["files due"] = await world.Albums.FilesDueAsync(100, Cancel);
        seen["albums deleted"] = await world.Albums.DeletedAsync(100, Cancel);
        seen["purging"] = await world.Media.PurgingAsync(100, Cancel);
        seen["trash due"] = await world.Media.TrashedBeforeAsync(world.Time.GetUtcNow().AddDays(1), 100, Cancel);
        seen["walk"] = (await world.Media.WalkAsync(null, 100, Cancel)).Items;
        seen["public"] = (await world.Publications.PublicAsync(null, null, 100, Cancel)).Items;
        seen["invitations"] = await world.OneTimeLinks.InvitationsAsync(100, Cancel);
        foreach (var secret in new[] { "invitation", "password", "replaced", "ended" })
            seen[$"one-time link {secret}"] = await world.OneTimeLinks.FindByTokenAsync(Ids.HashSecret(secret), Cancel);
        seen["deeds"] = (await world.Audit.PageAsync(new AuditFilter(), null, 100, Cancel)).Items;
        seen["failed"] = await world.Media.FailedAsync(100, Cancel);
        seen["jobs waiting"] = (await world.Jobs.WaitingAsync(Cancel)).OrderBy(lane => lane.Key, StringComparer.Ordinal);
        return JsonSerializer.Serialize(seen, Readable);
    }

    private static async Task<Dictionary<string, object?>> OfAsync(CatalogWorld world, AccountId account)
    {
        var own = new Scope.Own(account);
        var usage = await world.Uploads.UsageAsync(account, Cancel);
        var seen = new Dictionary<string, object?>
        {
            ["days"] = await world.Media.DaysAsync(own, Cancel),
            ["months"] = await world.Media.MonthsAsync(own, Cancel),
            ["usage"] = usage with { Reserved = 0 }, // what uploads under way were promised stays behind with them
            ["trash"] = await world.Media.TrashAsync(own, null, 100, Cancel),
            ["keys"] = await world.Accounts.KeysAsync(account, Cancel),
            ["albums"] = (await world.Albums.OfOwnerAsync(account, null, 100, Cancel)).Items,
            ["shared"] = (await world.Members.SharedWithAsync(account, null, 100, Cancel)).Items,
            ["authenticator"] = await world.Authenticators.FindAsync(account, Cancel),
            ["passkeys"] = await world.Passkeys.OfAsync(account, Cancel),
            ["external sign-ins"] = await world.Externals.OfAsync(account, Cancel),
            ["shown"] = (await world.Publications.OfOwnerAsync(account, null, 100, Cancel)).Items,
            ["public"] = (await world.Publications.PublicAsync(account, null, 100, Cancel)).Items,
            ["waiting"] = (await world.Guests.WaitingForAsync(account, Cancel)).OrderBy(count => count.Album.ToString(), StringComparer.Ordinal),
            ["links"] = (await world.Links.OfOwnerAsync(account, null, 100, Cancel)).Items,
        };
        foreach (var sort in Enum.GetValues<MediaSort>()) seen[$"{sort}"] = await world.Media.PageAsync(own, sort, null, 100, Cancel);
        foreach (var item in (await world.Media.PageAsync(own, MediaSort.TakenNewest, null, 100, Cancel)).Items)
        {
            seen[$"facts {item.Id}"] = await world.Media.FindFactsAsync(own, item.Id, Cancel);
            seen[$"twin {item.Id}"] = (await world.Media.FindByHashAsync(account, item.Sha256!, Cancel))?.Id;
            seen[$"albums of {item.Id}"] = await world.Albums.PlacementsAsync(item.Id, Cancel);
            seen[$"links to {item.Id}"] = await world.Links.OfItemAsync(item.Id, 10, Cancel);
        }

        foreach (var album in (await world.Albums.OfOwnerAsync(account, null, 100, Cancel)).Items)
        {
            foreach (var order in Enum.GetValues<AlbumOrder>()) seen[$"album {album.Id} {order}"] = await world.Albums.PageAsync(album.Id, order, null, 100, Cancel);
            seen[$"members of {album.Id}"] = await world.Members.OfAlbumAsync(album.Id, Cancel);
            seen[$"waiting in {album.Id}"] = (await world.Guests.WaitingAsync(album.Id, null, 100, Cancel)).Items;
            seen[$"inside {album.Id}"] = await world.Albums.InsideAsync(album.Id, Cancel);
            seen[$"links to {album.Id}"] = await world.Links.OfAlbumAsync(album.Id, 10, Cancel);
        }

        foreach (var shown in (await world.Publications.OfOwnerAsync(account, null, 100, Cancel)).Items)
            seen[$"address {shown.Address}"] = await world.Publications.FindAsync(Ids.HashSecret(shown.Address), Cancel);
        foreach (var passkey in await world.Passkeys.OfAsync(account, Cancel)) seen[$"credential {passkey.PublicId}"] = (await world.Passkeys.FindAsync(passkey.CredentialId, Cancel))?.Account;
        foreach (var external in await world.Externals.OfAsync(account, Cancel)) seen[$"external {external.PublicId}"] = (await world.Externals.FindAsync(external.Issuer, external.Subject, Cancel))?.Account;
        foreach (var link in (await world.Links.OfOwnerAsync(account, null, 100, Cancel)).Items)
        {
            seen[$"opens of {link.Id}"] = await world.Links.OpensAsync(link.Id, 10, Cancel);
            foreach (var visitor in new[] { "visitor-zoe", "visitor-yan" }) seen[$"given by {visitor} to {link.Id}"] = (await world.Guests.OfGuestAsync(link.Id, visitor, null, 100, Cancel)).Items;
        }

        return seen;
    }
}
