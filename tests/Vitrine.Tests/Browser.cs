using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Vitrine.Tests;

/// <summary>
/// A browser without script: keeps cookies, asks for HTML, sends Origin with its own forms, follows no redirect by itself.
/// </summary>
public sealed class Browser : IDisposable
{
    /// <summary>Certificates of test sites are their own.</summary>
    private readonly HttpClientHandler handler = new()
    {
        AllowAutoRedirect = false,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    };

    public Browser(Uri address)
    {
        Client = new HttpClient(handler) { BaseAddress = address };
        Client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        Client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies => handler.CookieContainer;

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The page at a path; fails the test when it is not 200.</summary>
    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ParseAsync(answer);
    }

    /// <summary>Opens a page, fills in the form that posts to <paramref name="action"/> and sends it, as a person would.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] changes) =>
        await SubmitAsync(FormOf(await PageAsync(page), action), changes);

    public Task<HttpResponseMessage> SubmitAsync(IHtmlFormElement form, params (string Name, string Value)[] changes)
    {
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Name is { Length: > 0 } && (input.Type is not ("checkbox" or "radio") || input.IsChecked))
            .Select(input => (Name: input.Name!, input.Value))
            .Concat(form.Elements.OfType<IHtmlSelectElement>().Select(select => (Name: select.Name!, Value: select.Value ?? "")))
            .Concat(form.Elements.OfType<IHtmlTextAreaElement>().Select(area => (Name: area.Name!, area.Value)))
            .Where(field => changes.All(change => change.Name != field.Name));
        var content = fields.Concat(changes).Select(field => KeyValuePair.Create(field.Name, field.Value));
        return Client.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(content), TestContext.Current.CancellationToken);
    }

    public static IHtmlFormElement FormOf(IHtmlDocument page, string action) =>
        page.Forms.FirstOrDefault(form => form.GetAttribute("action")?.Split('?')[0] == action)
        ?? throw new InvalidOperationException($"The page “{page.Title}” has no form for {action}.");

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
    }
}
