using System.Net;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Tests.Web;

public sealed class ProblemsTests
{
    [Fact]
    public void Every_code_has_one_row_that_a_person_can_act_on()
    {
        foreach (var code in Enum.GetValues<ProblemCode>())
        {
            Assert.True(Problems.All.TryGetValue(code, out var problem), $"{code} is not in the table");
            Assert.InRange(problem.Status, 400, 599);
            Assert.Matches("^[a-z]+(_[a-z]+)*$", problem.Wire);
            Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal);
            Assert.False(problem.Title.EndsWith('.'), $"{code}: a title is no sentence");
            Assert.InRange(problem.Detail.Length, 20, 200);
        }
    }

    [Fact]
    public void Wire_names_are_unique() =>
        Assert.Equal(Problems.All.Count, Problems.All.Values.Select(problem => problem.Wire).Distinct().Count());

    [Fact]
    public async Task Programs_get_a_problem_document_and_people_a_page()
    {
        await using var world = await World.StartAsync();
        using var program = world.ProgramWith(null);
        using var toProgram = await program.GetAsync("/no/such/place", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, toProgram.StatusCode);
        Assert.Equal("application/problem+json", toProgram.Content.Headers.ContentType?.ToString());
        using var json = JsonDocument.Parse(await toProgram.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["code", "title", "detail", "status"], json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("not_found", json.RootElement.GetProperty("code").GetString());

        using var person = world.Browser();
        using var toPerson = await person.GetAsync("/no/such/place");
        Assert.Equal(HttpStatusCode.NotFound, toPerson.StatusCode);
        var page = await Browser.ParseAsync(toPerson);
        Assert.Equal(Problems.All[ProblemCode.NotFound].Title, page.QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_take_is_405_with_Allow()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        using var answer = await program.PutAsync("/login", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
        Assert.Contains("method_not_allowed", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_catalog_is_503_with_Retry_After_and_says_nothing_of_its_insides()
    {
        await using var world = await World.StartAsync(replace: BrokenCatalog.Put);
        using var browser = await world.BrowserOfAsync(world.Ada);
        BrokenCatalog.Of(world).IsBroken = true;
        using var answer = await browser.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain(BrokenCatalog.Reason, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_500_with_the_request_id_and_without_the_exceptions_text()
    {
        await using var world = await World.StartAsync(replace: BrokenCatalog.Put);
        BrokenCatalog.Of(world).Bug = new InvalidOperationException("secret insides");
        using var program = world.ProgramWith("vitrine_whatever");
        using var answer = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("secret insides", body, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.NotEmpty(json.RootElement.GetProperty("requestId").GetString()!);
    }
}
