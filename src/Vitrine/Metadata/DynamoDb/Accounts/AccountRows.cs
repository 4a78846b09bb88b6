using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>Accounts in and out of rows.</summary>
internal static class AccountRows
{
    /// <summary>Of closed accounts, by when they were.</summary>
    public const string ClosedList = "CLOSED";

    public static Attributes Pack(AccountRow row)
    {
        var account = row.Account;
        return new Attributes()
            .Add("id", account.Id.ToString()).Add("na", account.Name).Add("ph", account.PasswordHash).Add("am", account.IsAdmin).Add("di", account.Disabled)
            .Add("qb", account.QuotaBytes).Add("ca", account.CreatedAt).Add("em", account.Email).Add("nd", account.NoDigest).Add("ep", row.Epoch).Add("rev", row.Revision)
            .Add("cl", account.ClosedAt).Add("pu", account.PurgingAt)
            .Add("g5p", account.ClosedAt is null ? null : Shard.Name(ClosedList, account.Id.Value))
            .Add("g5s", account.ClosedAt is { } closed ? $"{ItemRows.Milliseconds(closed)}#{account.Id}" : null);
    }

    public static AccountRow Read(Attributes row) => new(
        new Account
        {
            Id = new AccountId(row.Id("id")),
            Name = row.Text("na"),
            PasswordHash = row.Text("ph"),
            IsAdmin = row.Has("am"),
            Disabled = row.Has("di"),
            QuotaBytes = row.LongOrNull("qb"),
            CreatedAt = row.Moment("ca"),
            ClosedAt = row.MomentOrNull("cl"),
            PurgingAt = row.MomentOrNull("pu"),
            Email = row.TextOrNull("em"),
            NoDigest = row.Has("nd"),
        },
        row.Long("ep"),
        row.Long("rev"));

    /// <summary>An account and the claim of its name.</summary>
    public static IEnumerable<Write> Add(Account account) =>
    [
        Write.Put(RowKey.Account(account.Id), Pack(new AccountRow(account, 0, 0)), Write.New),
        Write.Put(RowKey.AccountName(NameKey.Short(account.Name)), new Attributes().Add("id", account.Id.ToString()), Write.New),
    ];

    /// <summary>Both gone, where nobody changed the account since it was read.</summary>
    public static Write[] Remove(AccountRow row) =>
    [
        Write.Delete(RowKey.Account(row.Account.Id), "rev = :rev", new Attributes().Add(":rev", row.Revision)),
        Write.Delete(RowKey.AccountName(NameKey.Short(row.Account.Name))),
    ];

    public static Write Save(AccountRow before, AccountRow after) => Write.Put(
        RowKey.Account(after.Account.Id), Pack(after with { Revision = before.Revision + 1 }), "rev = :rev", new Attributes().Add(":rev", before.Revision));
}

/// <param name="Epoch">Sessions and keys carry the epoch they were made in; raising it ends them all at once.</param>
/// <param name="Revision">Rises with every write.</param>
internal sealed record AccountRow(Account Account, long Epoch, long Revision);
