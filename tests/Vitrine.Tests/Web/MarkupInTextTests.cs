using System.Net.Http.Json;

namespace Vitrine.Tests.Web;

/// <summary>What people type is shown as they typed it, never read as markup.</summary>
public sealed class MarkupInTextTests
{
    private const string Evil = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";

    [Fact]
    [Trait("trust", "I02")]
    public async Task Names_titles_tags_and_the_rest_are_text_on_every_page()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:Name"] = Evil });
        var eve = await world.PersonAsync(Evil, isAdmin: true);
        using var browser = await world.BrowserOfAsync(eve);
        browser.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Evil);
        using var program = await world.ProgramOfAsync(eve);
        var id = await World.UploadAsync(program, Pictures.Png(16, 16, 1), $"{Evil}.png");
        using var edited = await program.PatchAsJsonAsync(
            $"/api/v1/media/{id}", new { title = Evil, description = Evil, place = Evil, tags = new[] { Evil[..40] } }, TestContext.Current.CancellationToken);
        Assert.True(edited.IsSuccessStatusCode, $"{edited.StatusCode}");
        using var key = await browser.SubmitAsync("/settings/keys", "/settings/keys", ("name", Evil), ("read", "on"));
        Assert.True(key.IsSuccessStatusCode);

        var seen = 0;
        foreach (var path in new[] { "/", "/table", $"/media/{id}", "/upload", "/settings", "/settings/sessions", "/settings/keys", "/admin/accounts", $"/admin/accounts/{eve.Id}", "/admin/storage", "/nowhere" })
        {
            using var answer = await browser.GetAsync(path);
            var page = await Browser.ParseAsync(answer);
            Assert.Empty(page.QuerySelectorAll("[onerror]"));
            Assert.DoesNotContain(page.Scripts, script => script.Text.Contains("alert", StringComparison.Ordinal));
            if (page.DocumentElement.TextContent.Contains("<img src=x", StringComparison.Ordinal)) seen++;
        }

        Assert.True(seen > 5, $"The text was seen on {seen} pages only: the test looks at the wrong ones.");
    }
}
