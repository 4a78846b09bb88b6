using Vitrine.Library.SiteSettings;
using Vitrine.Settings;

namespace Vitrine.Library.Mailing;

/// <summary>What the site writes, by occasion. All of it in one place, so that it sounds alike.</summary>
public sealed class LetterTexts(SettingsWatch watch, IEnumerable<EditableSetting> settings)
{
    private readonly EditableSetting? name = settings.FirstOrDefault(setting => setting.Path == "Site:Name");

    public async Task<Letter> ForgottenPasswordAsync(string to, Account account, string token, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(cancellationToken);
        return new Letter(
            to, $"A link for a new password for {account.Name}", $"A new password for {site}",
            [
                $"Hello {account.Name},",
                $"somebody asked for a new password for your account at {site}. If it was you, set one by the link below. It works once, within 24 hours.",
                "If it was not you, do nothing: your password stays as it is.",
            ],
            $"/password/{token}", "Set a new password");
    }

    public async Task<Letter> PasswordLinkAsync(string to, Account account, string token, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(cancellationToken);
        return new Letter(
            to, $"A link for a new password for {account.Name}", $"A new password for {site}",
            [$"Hello {account.Name},", $"an admin of {site} made a link with which you set a new password. It works once, within 24 hours."],
            $"/password/{token}", "Set a new password");
    }

    public async Task<Letter> InvitationAsync(string to, string by, string token, int days, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(cancellationToken);
        return new Letter(
            to, "An invitation", $"You are invited to {site}",
            [
                "Hello,",
                $"{by} invites you to {site}, a place for photos, videos and other files. By the link below you choose a name and a password, and have a library of your own. It works once, within {(days == 1 ? "a day" : $"{days} days")}.",
            ],
            $"/join/{token}", "Make your account");
    }

    public async Task<Letter> ConfirmAddressAsync(string to, Account account, string path, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(cancellationToken);
        return new Letter(
            to, $"A link that confirms an address of {account.Name}", $"Is this your address at {site}?",
            [
                "Hello,",
                $"{account.Name} wants letters of {site} to come to this address. If that is you, confirm it by the link below, within 24 hours.",
                "If it is not, do nothing, and nothing more will come.",
            ],
            path, "Confirm the address");
    }

    /// <param name="albums">Titles, the fullest first.</param>
    public async Task<Letter> DigestAsync(string to, Account account, long files, IReadOnlyList<(string Title, long Files)> albums, CancellationToken cancellationToken)
    {
        var site = await SiteAsync(cancellationToken);
        var many = files == 1 ? "1 file waits" : $"{files} files wait";
        return new Letter(
            to, $"What guests added for {account.Name}", $"{site}: {many} for your decision",
            [
                $"Hello {account.Name},",
                $"{many} that guests added to your albums. Until you decide, only you see {(files == 1 ? "it" : "them")}.",
                string.Join("; ", albums.Select(album => $"{album.Title}: {album.Files}")),
                "This comes once a day at most, and not at all once you turn it off at your settings.",
            ],
            "/incoming", "See what they added");
    }

    /// <summary>The site's name as admins chose it last.</summary>
    private async Task<string> SiteAsync(CancellationToken cancellationToken)
    {
        await watch.TryRefreshAsync(cancellationToken);
        return name?.Now ?? "Vitrine";
    }
}
