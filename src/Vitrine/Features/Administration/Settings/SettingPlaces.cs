using Vitrine.Library.Accounts;

namespace Vitrine.Features.Administration.Settings;

/// <summary>The settings page in its order, card by card.</summary>
internal static class SettingPlaces
{
    public static readonly IReadOnlyList<(string Card, IReadOnlyList<SettingPlace> Places)> Cards =
    [
        ("The site",
        [
            new("name", "Site:Name", "Name", SettingKind.Text, "Stands in the bar, in titles and in what is shared."),
            new("front", "Public:FrontPage", "Front page for visitors", SettingKind.Choice)
            {
                Choices =
                [
                    new("false", "Sign-in", "Visitors are asked to sign in. What is public opens at its own address all the same."),
                    new("true", "What is public", "Visitors find what people here show to everybody."),
                ],
            },
        ]),
        ("New accounts",
        [
            new("sign-up", "Accounts:SignUp", "Who may make one", SettingKind.Choice)
            {
                Choices =
                [
                    new(AccountsOptions.Closed, "Nobody", "Only admins make accounts. Open invitations wait until this changes."),
                    new(AccountsOptions.ByInvitation, "Who is invited", "By the link of an invitation."),
                    new(AccountsOptions.Open, "Everybody", "Strangers too: whoever finds the site has a library on your disk. Set a quota below."),
                ],
            },
            new("provision", "Accounts:Oidc:AutoProvision", "By the sign-in service", SettingKind.Choice)
            {
                Choices =
                [
                    new("false", "Only who is connected", "Somebody new at the service gets in when they have an account here and connected it."),
                    new("true", "Whoever it lets in", "Somebody new gets an account of their own, unless nobody may make one."),
                ],
            },
            new("quota", "Accounts:DefaultQuotaBytes", "Quota in GB to begin with", SettingKind.Limit, "Nothing means no limit. Accounts that are there keep theirs."),
        ]),
        ("Limits",
        [
            new("largest", "Uploads:MaxFileBytes", "Largest file in GB", SettingKind.Size, "Also of what guests add by links."),
            new("trash", "Trash:Days", "Days in the trash", SettingKind.Days, "Then an item is deleted for ever, also what lies there now."),
        ]),
    ];

    public static readonly IReadOnlyList<SettingPlace> All = [.. Cards.SelectMany(card => card.Places)];
}
