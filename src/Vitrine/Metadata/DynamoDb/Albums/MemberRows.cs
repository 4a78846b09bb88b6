using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>Whom an album is shared with: a row of the album, and one among those of the account, written together.</summary>
internal sealed class MemberRows(DynamoTable table, TimeProvider time)
{
    private sealed record Answer<T>(T Value);

    public async Task<AlbumRole?> RoleAsync(AlbumId album, AccountId account, CancellationToken cancellationToken)
    {
        var (albumAt, memberAt) = (RowKey.Album(album), RowKey.Member(album, account));
        var rows = await table.FindManyAsync([albumAt, memberAt], cancellationToken);
        return AlbumRows.IsPresent(rows.GetValueOrDefault(albumAt)) && rows.TryGetValue(memberAt, out var member) ? Read(member).Role : null;
    }

    public async Task<IReadOnlyList<AlbumMember>> OfAsync(AlbumId album, CancellationToken cancellationToken)
    {
        if (await AlbumRows.FindAsync(table, album, cancellationToken) is null) return [];
        var rows = await table.QueryAsync(Of(album), IAlbumMembers.MostMembers, cancellationToken);
        return [.. rows.Select(Read).OrderBy(member => member.Since).ThenBy(member => member.Account.ToString(), StringComparer.Ordinal)];
    }

    public async Task<MemberChange> SetAsync(AlbumId album, AccountId account, AlbumRole role, CancellationToken cancellationToken)
    {
        var changed = await table.InTurnsAsync<Answer<MemberChange>>(
            async () =>
            {
                if (await AlbumRows.FindAsync(table, album, cancellationToken) is not { } row || row.Album.Owner == account) return new Answer<MemberChange>(MemberChange.Absent);
                var member = await table.FindAsync(RowKey.Member(album, account), cancellationToken) is { } found ? Read(found) : null;
                if (member?.Role == role) return new Answer<MemberChange>(MemberChange.Changed);
                if (member is null && row.Members >= IAlbumMembers.MostMembers) return new Answer<MemberChange>(MemberChange.TooMany);
                var after = row with { Members = row.Members + (member is null ? 1 : 0) };
                return await table.TransactAsync([AlbumRows.Save(row, after, Now), .. Put(album, new AlbumMember(account, role, member?.Since ?? Now))], cancellationToken)
                    ? new Answer<MemberChange>(MemberChange.Changed)
                    : null;
            },
            cancellationToken);
        return changed.Value;
    }

    public async Task<bool> RemoveAsync(AlbumId album, AccountId account, CancellationToken cancellationToken)
    {
        var removed = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await AlbumRows.FindAsync(table, album, cancellationToken) is not { } row) return new Answer<bool>(false);
                if (await table.FindAsync(RowKey.Member(album, account), cancellationToken) is null) return new Answer<bool>(false);
                var after = row with { Members = row.Members - 1 };
                return await table.TransactAsync([AlbumRows.Save(row, after, Now), .. Delete(album, account)], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        return removed.Value;
    }

    public static KeyRange Of(AlbumId album) => KeyRange.StartingWith(RowKey.InAlbum(album), RowKey.Members);

    public static Write[] Delete(AlbumId album, AccountId account) =>
        [Write.Delete(RowKey.Member(album, account)), Write.Delete(RowKey.Membership(account, album))];

    public static AlbumMember Read(Attributes row) => new(new AccountId(row.Id("ac")), (AlbumRole)row.Long("ro"), row.Moment("si"));

    private DateTimeOffset Now => time.GetUtcNow();

    public static Write[] Put(AlbumId album, AlbumMember member) =>
    [
        Write.Put(
            RowKey.Member(album, member.Account),
            new Attributes().Add("ac", member.Account.ToString()).Add("ro", (long)member.Role).Add("si", member.Since)),
        Write.Put(RowKey.Membership(member.Account, album), new Attributes().Add("id", album.ToString())),
    ];
}
