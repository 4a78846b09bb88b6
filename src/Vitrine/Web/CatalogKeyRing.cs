using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>
/// Keeps the keys that protect antiforgery tokens in the metadata: a form got from one node can be posted to another, and
/// after a restart. The interface is synchronous; it is called once in a while, not per request.
/// </summary>
internal sealed class CatalogKeyRing(ISiteCatalog site) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. site.ListAsync(SiteValues.DataProtectionPrefix, CancellationToken.None).GetAwaiter().GetResult().Values.Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        site.SetAsync(SiteValues.DataProtectionPrefix + friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None)
            .GetAwaiter().GetResult();
}
