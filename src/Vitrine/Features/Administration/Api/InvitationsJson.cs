using System.Text.Json.Serialization;
using Vitrine.Library.Accounts;

namespace Vitrine.Features.Administration.Api;

/// <summary>An invitation to be made.</summary>
/// <param name="Name">For whom it is, 1 to 100 characters; only admins see it.</param>
/// <param name="IsAdmin">What the account will be.</param>
/// <param name="QuotaBytes">Left out, no limit.</param>
/// <param name="Days">How long it can be used, 1 to 90; left out, 7.</param>
public sealed record NewInvitationJson(string? Name = null, bool IsAdmin = false, long? QuotaBytes = null, int Days = OneTimeLinks.UsualDays);

/// <summary>An address that works once.</summary>
/// <param name="Token">Told only now.</param>
/// <param name="Url">The whole address.</param>
public sealed record MadeOneTimeLinkJson(string Id, string Token, string Url, DateTimeOffset ExpiresAt);

/// <summary>An open invitation; its token is told to nobody.</summary>
public sealed record InvitationJson(string Id, string Name, bool IsAdmin, long? QuotaBytes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public static InvitationJson From(OneTimeLink link) => new(link.Id.ToString("N"), link.Name, link.IsAdmin, link.QuotaBytes, link.CreatedAt, link.ExpiresAt);
}

public sealed record InvitationListJson(IReadOnlyList<InvitationJson> Items);

[JsonSerializable(typeof(NewInvitationJson))]
[JsonSerializable(typeof(MadeOneTimeLinkJson))]
[JsonSerializable(typeof(InvitationListJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class InvitationsJson : JsonSerializerContext;
