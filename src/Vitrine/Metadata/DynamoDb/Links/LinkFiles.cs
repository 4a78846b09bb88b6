using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Links;

/// <summary>Which links' files in the store are due: a row beside the link's, which outlives it, so that the file of a revoked one goes too.</summary>
internal sealed class LinkFiles(DynamoTable table)
{
    private const string List = "LINKFILES";

    /// <summary>For the transaction that changes the link.</summary>
    public static Write Mark(LinkId link) => Write.Update(
        RowKey.LinkFile(link), "SET id = :id, g4p = :g4p, g4s = :g4s ADD ver :one", null,
        new Attributes().Add(":id", link.ToString()).Add(":g4p", Shard.Name(List, link.Value)).Add(":g4s", link.ToString()).Add(":one", 1L));

    public static Write Put(LinkFileDue due) => Write.Put(
        RowKey.LinkFile(due.Link),
        new Attributes().Add("id", due.Link.ToString()).Add("ver", due.Version).Add("g4p", Shard.Name(List, due.Link.Value)).Add("g4s", due.Link.ToString()));

    public static LinkFileDue Read(Attributes row) => new(new LinkId(row.Id("id")), row.Long("ver"));

    /// <summary>An index may lag, so the rows are read back.</summary>
    public async Task<IReadOnlyList<LinkFileDue>> DueAsync(int limit, CancellationToken cancellationToken)
    {
        var keys = (await table.QueryShardsAsync("g4", List, KeyRange.Last, limit, cancellationToken)).Select(table.KeyOf).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. keys.Where(rows.ContainsKey).Select(key => Read(rows[key]))];
    }

    public Task WrittenAsync(LinkFileDue due, CancellationToken cancellationToken) =>
        table.WriteAsync(Write.Delete(RowKey.LinkFile(due.Link), "ver = :ver", new Attributes().Add(":ver", due.Version)), cancellationToken);
}
