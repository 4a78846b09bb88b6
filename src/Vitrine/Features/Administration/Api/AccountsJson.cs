using System.Text.Json.Serialization;
using Vitrine.Library;

namespace Vitrine.Features.Administration.Api;

/// <param name="QuotaBytes">Null is no limit.</param>
/// <param name="UsedBytes">Trash included.</param>
/// <param name="Items">Live items.</param>
/// <param name="ClosedAt">Since when it is deleted.</param>
/// <param name="PurgingAt">Since when all that it has is being removed, with no way back.</param>
public sealed record AccountJson(
    string Id, string Name, bool IsAdmin, bool Disabled, long? QuotaBytes, long UsedBytes, long Items, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, DateTimeOffset? PurgingAt)
{
    public static AccountJson From(Account account, Usage usage) => new(
        account.Id.ToString(), account.Name, account.IsAdmin, account.Disabled, account.QuotaBytes, usage.Used, usage.Items, account.CreatedAt, account.ClosedAt, account.PurgingAt);
}

/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record AccountPageJson(IReadOnlyList<AccountJson> Items, string? Next);

/// <param name="Name">1 to 64 characters; unique without regard to case.</param>
/// <param name="Password">At least 8 characters.</param>
/// <param name="QuotaBytes">Left out is no limit.</param>
public sealed record NewAccountJson(string? Name = null, string? Password = null, bool IsAdmin = false, long? QuotaBytes = null);

/// <param name="QuotaBytes">0 takes the limit away.</param>
public sealed record AccountEditJson(bool? IsAdmin = null, bool? Disabled = null, long? QuotaBytes = null);

[JsonSerializable(typeof(AccountJson))]
[JsonSerializable(typeof(AccountPageJson))]
[JsonSerializable(typeof(NewAccountJson))]
[JsonSerializable(typeof(AccountEditJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class AccountsApiJson : JsonSerializerContext;
