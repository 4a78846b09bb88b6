using System.Globalization;
using System.Text;
using System.Xml;
using Vitrine.Library;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing.Public;

/// <summary>A list of public things as an Atom feed (RFC 4287): the newest ones, with their pictures.</summary>
public sealed class Feed(Previews previews, Live<SiteOptions> site, TimeProvider time)
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    public IResult Answer(HttpContext context, PublicView view)
    {
        var xml = new MemoryStream();
        using (var writer = XmlWriter.Create(xml, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false }))
        {
            Write(context, writer, view);
        }

        return Results.Bytes(xml.ToArray(), "application/atom+xml; charset=utf-8");
    }

    private void Write(HttpContext context, XmlWriter xml, PublicView view)
    {
        var home = previews.Whole(context, view.Home);
        xml.WriteStartElement("feed", Atom);
        xml.WriteElementString("title", Atom, Clean(view.Of is { } person ? $"{person.Name} · {site.Value.Name}" : site.Value.Name));
        xml.WriteElementString("id", Atom, home);
        xml.WriteElementString("updated", Atom, Moment(view.Cards.Count > 0 ? view.Cards.Max(card => card.Publication.Since) : time.GetUtcNow()));
        Link(xml, "self", "application/atom+xml", $"{home}/feed");
        Link(xml, "alternate", "text/html", home);
        foreach (var card in view.Cards) Entry(context, xml, card);
        xml.WriteEndElement();
    }

    private void Entry(HttpContext context, XmlWriter xml, PublicCard card)
    {
        var url = previews.Whole(context, card.Url);
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("title", Atom, Clean(card.Title));
        xml.WriteElementString("id", Atom, url);
        xml.WriteElementString("updated", Atom, Moment(card.Publication.Since));
        Link(xml, "alternate", "text/html", url);
        if (card.Cover?.FindRendition("screen") is { } picture)
            Link(xml, "enclosure", picture.ContentType, previews.Whole(context, MediaUrls.Rendition(card.Cover.Id, "screen", card.Root)), picture.Bytes);
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, Clean(card.By.Name));
        xml.WriteElementString("uri", Atom, previews.Whole(context, card.By.Url));
        xml.WriteEndElement();
        if (card.Description is { Length: > 0 } description) xml.WriteElementString("summary", Atom, Clean(description));
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string type, string address, long? length = null)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", address);
        if (length is { } bytes) xml.WriteAttributeString("length", bytes.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    /// <summary>XML has no place for some characters that a title may hold, not even escaped.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));

    private static string Moment(DateTimeOffset moment) => Wording.Machine(moment);
}
