using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqliteOneTimeLinkCatalog(SqliteDatabase database, TimeProvider time) : IOneTimeLinkCatalog
{
    public Task AddAsync(OneTimeLink link, CancellationToken cancellationToken) =>
        database.WriteAsync(c => OneTimeLinkRows.Add(c, link, time.GetUtcNow()), cancellationToken);

    public Task<OneTimeLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken) =>
        database.ReadAsync(c => OneTimeLinkRows.FindLive(c, tokenHash, time.GetUtcNow()), cancellationToken);

    public Task<IReadOnlyList<OneTimeLink>> InvitationsAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => OneTimeLinkRows.Invitations(c, limit, time.GetUtcNow()), cancellationToken);

    public Task<bool> RevokeInvitationAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => OneTimeLinkRows.RevokeInvitation(c, id), cancellationToken);

    public Task<JoinOutcome> JoinAsync(string tokenHash, Account account, CancellationToken cancellationToken) =>
        database.WriteAsync(c => OneTimeLinkRows.Join(c, tokenHash, account, time.GetUtcNow()), cancellationToken);

    public Task<AccountId?> SetPasswordAsync(string tokenHash, string passwordHash, CancellationToken cancellationToken) =>
        database.WriteAsync(c => OneTimeLinkRows.SetPassword(c, tokenHash, passwordHash, time.GetUtcNow()), cancellationToken);
}
