using System.Globalization;
using System.Text;
using Vitrine.Library.Access;
using Vitrine.Library.Archives;

namespace Vitrine.Library.Exporting;

/// <summary>An export under way.</summary>
internal sealed class Export(ZipWriter zip, Recheck recheck)
{
    private int files;

    public ZipWriter Zip => zip;

    public ZipNames Names { get; } = new();

    public List<string> Missing { get; } = [];

    /// <summary>Those of the JSON file that is being gathered.</summary>
    public List<ExportedItem> Items { get; } = [];

    public async ValueTask GoOnAsync(CancellationToken cancellationToken)
    {
        if (!await recheck.MayGoOnAsync(cancellationToken)) throw new NoLongerAllowedException();
    }

    public async Task AddAsync(string name, ExportJson json, CancellationToken cancellationToken)
    {
        files++;
        await AddAsync(files == 1 ? $"{name}.json" : string.Create(CultureInfo.InvariantCulture, $"{name}-{files}.json"), json.ToJson(), cancellationToken);
        Items.Clear();
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Missing.Count > 0) await AddAsync(ArchiveMaking.MissingName, Encoding.UTF8.GetBytes(string.Join("\r\n", Missing)), cancellationToken);
        await zip.FinishAsync(cancellationToken);
    }

    private async Task AddAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content);
        await zip.AddAsync(new ZipEntry(name, content.Length, null, null), stream, GoOnAsync, cancellationToken);
    }
}
