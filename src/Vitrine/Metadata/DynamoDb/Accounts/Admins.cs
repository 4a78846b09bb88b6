using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>
/// The admins who may sign in, in one row that exists once there is any account: the first admin is a claim of it, and the last one
/// cannot leave it.
/// </summary>
internal sealed record Admins(IReadOnlyList<string> Ids, long Revision)
{
    public static Admins Read(Attributes? row) => row is null ? new Admins([], 0) : new Admins(row.Words("ids"), row.Long("rev"));

    /// <summary>Notes that there is an account, and whether it is an admin.</summary>
    /// <param name="account">A new account.</param>
    /// <param name="condition">When it may be added; null is always.</param>
    public static Write With(Account account, string? condition) => account is { IsAdmin: true, Disabled: false }
        ? Write.Update(RowKey.Admins, "ADD ids :ids, rev :one", condition, IdOf(account.Id).Add(":one", 1L))
        : Write.Update(RowKey.Admins, "ADD rev :one", condition, new Attributes().Add(":one", 1L));

    public bool Remain(AccountId without) => Ids.Any(id => id != without.ToString());

    /// <summary>What makes the row say so of this account; nothing where it does. Only where nobody changed the row since it was read.</summary>
    public IEnumerable<Write> Set(AccountId account, bool isAdmin)
    {
        if (Ids.Contains(account.ToString()) == isAdmin) yield break;
        yield return Write.Update(
            RowKey.Admins,
            isAdmin ? "ADD ids :ids, rev :one" : "ADD rev :one DELETE ids :ids",
            "rev = :rev",
            IdOf(account).Add(":one", 1L).Add(":rev", Revision));
    }

    private static Attributes IdOf(AccountId account) => new Attributes().Add(":ids", [account.ToString()]);
}
