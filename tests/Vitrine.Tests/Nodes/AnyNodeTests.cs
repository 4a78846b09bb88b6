using System.Net;

namespace Vitrine.Tests.Nodes;

/// <summary>It does not matter which node answers.</summary>
public sealed class AnyNodeTests(NodesFixture fixture) : NodesTests(fixture)
{
    [Theory, MemberData(nameof(Rounds)), Trait("trust", "N06")]
    public async Task What_one_node_took_in_all_others_list_and_open_at_once(int round)
    {
        for (var n = 0; n < Cluster.Nodes.Count; n++)
        {
            var picture = Pictures.Png(64, 48, seed: 4000 + (10 * round) + n);
            using var taking = Cluster.Nodes[n].Program(Cluster.Key);
            var id = await World.UploadAsync(taking, picture, $"{n}.png");
            foreach (var node in Cluster.Nodes)
            {
                using var program = node.Program(Cluster.Key);
                Assert.Contains(id.ToString(), (await program.JsonAsync("/api/v1/media")).Ids());
                Assert.Equal(picture, await program.GetByteArrayAsync($"/media/{id}/original", Cancel));
            }
        }
    }

    [Fact, Trait("trust", "S10")]
    public async Task A_form_got_from_one_node_can_be_sent_to_another()
    {
        using var browser = Cluster.Nodes[0].Browser();
        var form = Browser.FormOf(await browser.PageAsync("/login"), "/login");
        foreach (var node in Cluster.Nodes.Skip(1))
        {
            using var there = Cluster.Same(browser, node);
            using var signedIn = await there.SubmitAsync(form, ("name", "ada"), ("password", World.Password));
            Assert.Equal("/", signedIn.Headers.Location?.ToString());
        }
    }

    [Fact, Trait("trust", "S05")]
    public async Task Wrong_passwords_are_counted_for_all_nodes_together()
    {
        var ben = await Cluster.MakeAccountAsync();
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 6; n++)
        {
            using var browser = Cluster.Nodes[n % 3].Browser();
            using var answer = await browser.SubmitAsync("/login", "/login", ("name", ben), ("password", $"a wrong guess {n}"));
            answers.Add(answer.StatusCode);
        }

        // Four are taken of one name and network, as the cluster's settings say.
        Assert.All(answers.Take(4), status => Assert.NotEqual(HttpStatusCode.TooManyRequests, status));
        Assert.All(answers.Skip(4), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }
}
