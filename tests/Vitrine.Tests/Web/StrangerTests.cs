using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests.Web;

/// <summary>
/// A stranger with every id in hand knocks at every route. What they get is what they get for ids that nobody has, to the byte once ids are blotted
/// out, so no answer tells that something exists; and none holds the word that stands in every original, name, title and field.
/// </summary>
public sealed partial class StrangerTests
{
    private const string Canary = "canary7f3a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A02")]
    [Trait("trust", "A06")]
    [Trait("trust", "L02")]
    public async Task With_every_id_in_hand_a_stranger_obtains_what_there_is_for_ids_of_nobody()
    {
        await using var world = await World.StartAsync();
        var prey = await Prey.MakeAsync(world);
        var routes = AuthorisationMatrixTests.RoutesOf(world).ToList();
        Assert.Empty(routes.SelectMany(route => Parameter().Matches(route.Path)).Select(match => match.Groups[1].Value).Except(Prey.Parameters));

        var wrong = new List<string>();
        var answers = 0;
        foreach (var stranger in (await Visitors.AllAsync(world)).Where(visitor => visitor.Kind is not (Visitors.Admin or Visitors.WriteKey)))
        {
            stranger.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            foreach (var (method, path) in routes)
            {
                // Who comes by a link counts by the link alone, so two visitors are enough for those.
                var secrets = prey.SecretsFor(path);
                if (secrets.Count > 1 && stranger.Kind is not (Visitors.Nobody or Visitors.Member)) continue;
                foreach (var secret in secrets)
                {
                    var (known, nobodys) = (prey.Filled(path, secret), Prey.OfNobody(path, secret));
                    var real = await AnswerAsync(stranger.Client, method, known);
                    var absent = known != nobodys ? await AnswerAsync(stranger.Client, method, nobodys) : real;
                    answers++;
                    if (real != absent) wrong.Add($"{method} {path} as {stranger.Kind}: {Difference(real, absent)}");
                    if (real.Contains(Canary, StringComparison.OrdinalIgnoreCase)) wrong.Add($"{method} {path} as {stranger.Kind} sings: {real}");
                }
            }

            stranger.Dispose();
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(answers, routes.Count * 6, int.MaxValue);
        Assert.NotNull(await world.Get<IMediaCatalog>().FindAsync(new Scope.Own(world.Ada.Id), prey.Item.Id, Cancel));
    }

    /// <summary>The test would notice: who owns the item does get the word.</summary>
    [Fact]
    public async Task Its_owner_gets_what_the_stranger_does_not()
    {
        await using var world = await World.StartAsync();
        var prey = await Prey.MakeAsync(world);
        using var ada = await world.BrowserOfAsync(world.Ada);
        foreach (var path in new[] { "/media/{id}", "/media/{id}/original", "/media/{id}/{rendition}", "/api/v1/media/{id}", "/albums/{album}", "/shares", "/shares/{link}/address" })
            Assert.Contains(Canary, await AnswerAsync(ada.Client, "GET", prey.Filled(path, "")), StringComparison.OrdinalIgnoreCase);
    }

    private static string Difference(string real, string absent)
    {
        var at = real.Zip(absent).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"…{Around(real)}… but for ids of nobody …{Around(absent)}…";

        string Around(string text) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
    }

    private static async Task<string> AnswerAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not ("GET" or "HEAD" or "OPTIONS")) request.Content = new ByteArrayContent([]);
        using var answer = await client.SendAsync(request, Cancel);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Set-Cookie" or "Content-Security-Policy" or "Content-Length"))
            .Select(header => $"{header.Key}={string.Join(',', header.Value)}").Order(StringComparer.Ordinal);
        return Blotted($"{(int)answer.StatusCode} {string.Join("; ", headers)}\n{await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    private static string Blotted(string answer) => Moments().Replace(Secrets().Replace(Ids().Replace(answer, "ID").Replace($"{Prey.NoName}", Prey.Name, StringComparison.Ordinal), "$1"), "MOMENT");

    [GeneratedRegex(@"\{\*{0,2}([a-zA-Z]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("[0-9a-f]{32}|[0-9a-hjkmnp-tv-z]{26}|ID~(?=%)")]
    private static partial Regex Ids();

    [GeneratedRegex("(name=\"form-token\" value|nonce)=\"[^\"]*")]
    private static partial Regex Secrets();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z|traceId[^,}]*")]
    private static partial Regex Moments();

    /// <summary>All that Ada has, each with the word on it, and links that open none of it.</summary>
    private sealed record Prey(MediaItem Item, Album Album, Album Inside, ShareLink Link, ShareLink WithoutAddress, Account Owner, IReadOnlyList<string> Tokens, IReadOnlyList<string> Addresses)
    {
        public const string Name = "Ada", NoName = "Nobody-of-that-name";

        private const string Nobodys = "0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa";

        public static readonly string[] Parameters = ["id", "album", "link", "token", "account", "name", "rendition", "section", "choice", "documentName", "address", "inside"];

        public static async Task<Prey> MakeAsync(World world)
        {
            var time = world.Get<TimeProvider>();
            var bytes = Encoding.UTF8.GetBytes($"\xff\xd8 {Canary} {Canary}");
            var item = await world.PlantAsync(world.Ada, bytes, $"{Canary}.jpg", "image/jpeg", renditions: [("tile", bytes), ("screen", bytes)]);
            await world.Get<IMediaCatalog>().EditAsync(
                new Scope.Own(world.Ada.Id), item.Id, new MediaEdit { Title = Canary, Description = Canary, Place = Canary, Tags = [Canary] }, null, Cancel);
            var albums = world.Get<IAlbumCatalog>();
            var album = new Album { Id = AlbumId.New(time), Owner = world.Ada.Id, Version = 1, Title = Canary, Description = Canary, CreatedAt = time.GetUtcNow() };
            await albums.MakeAsync(album, Cancel);
            await albums.AddAsync(album.Id, new Scope.Own(world.Ada.Id), [item.Id], Cancel);
            var inside = album with { Id = AlbumId.New(time), Parent = album.Id };
            await albums.MakeAsync(inside, Cancel);
            await albums.AddAsync(inside.Id, new Scope.Own(world.Ada.Id), [item.Id], Cancel);
            var (link, _) = await world.LinkAsync(world.Ada, new NewLink { Album = album.Id, Name = Canary, CanDownload = true });
            var (revoked, revokedToken) = await world.LinkAsync(world.Ada, new NewLink { Album = album.Id, Name = Canary });
            await world.Get<ILinkCatalog>().RevokeAsync(revoked.Id, Cancel);
            var (_, lockedToken) = await world.LinkAsync(world.Ada, new NewLink { Album = album.Id, Name = Canary, Password = "a long password" });
            var (_, foreignToken) = await world.LinkAsync(world.Ben, new NewLink { Items = [(await world.PlantAsync(world.Ben, [1, 2, 3])).Id], Name = "Ben's", CanDownload = true });
            var lost = link with { Id = LinkId.New(time) };
            lost = lost with { TokenHash = ShareLink.NoAddress(lost.Id) };
            Assert.True(await world.Get<ILinkCatalog>().AddAsync(lost, Cancel));
            return new Prey(item, album, inside, link, lost, world.Ada, [revokedToken, lockedToken, foreignToken, await DropBoxAsync(world, item)], await AddressesAsync(world, item));
        }

        /// <summary>Tokens or addresses to try at a route; one empty where it takes none.</summary>
        public IReadOnlyList<string> SecretsFor(string path) =>
            path.Contains("{token}", StringComparison.Ordinal) ? Tokens : path.Contains("{address}", StringComparison.Ordinal) ? Addresses : [""];

        public string Filled(string path, string secret) => Fill(path, secret, $"{Item.Id}", $"{Album.Id}", $"{Inside.Id}", $"{(path.EndsWith("/address", StringComparison.Ordinal) ? WithoutAddress : Link).Id}", $"{Owner.Id}", Name);

        public static string OfNobody(string path, string secret) => Fill(path, secret, Nobodys, Nobodys, Nobodys, Nobodys, Nobodys, NoName);

        /// <summary>A link to an album that holds the item, only to add to.</summary>
        private static async Task<string> DropBoxAsync(World world, MediaItem item)
        {
            var album = await world.AlbumAsync(world.Ada, item.Id);
            var (_, token) = await world.LinkAsync(world.Ada, new NewLink { Album = album.Id, Name = "drop", CanView = false, Guests = new GuestRules() });
            return token;
        }

        /// <summary>One that is private again, and one of somebody else's.</summary>
        private static async Task<IReadOnlyList<string>> AddressesAsync(World world, MediaItem item)
        {
            var publications = world.Get<IPublicationCatalog>();
            var theirs = await world.PlantAsync(world.Ben, [4, 5, 6]);
            var ended = (await publications.PublishAsync(Public(world, world.Ada, item), Cancel))!;
            await publications.EndAsync(ended, Cancel);
            return [ended.Address, (await publications.PublishAsync(Public(world, world.Ben, theirs), Cancel))!.Address];
        }

        private static Publication Public(World world, Account owner, MediaItem item) => new()
        {
            Owner = owner.Id,
            Item = item.Id,
            Address = Vitrine.Library.Ids.NewToken(),
            Visibility = Visibility.Public,
            CanDownload = true,
            Since = world.Get<TimeProvider>().GetUtcNow(),
        };

        private static string Fill(string path, string secret, string item, string album, string inside, string link, string account, string name) => Regex.Replace(
            path,
            @"\{\*{0,2}([a-zA-Z]+)[^}]*\}",
            match => match.Groups[1].Value switch
            {
                "token" or "address" => secret,
                "album" => album,
                "inside" => inside,
                "link" => link,
                "account" => account,
                "id" => path.Contains("accounts/", StringComparison.Ordinal) ? account : item,
                "rendition" => "tile",
                "section" => "2026-05",
                "choice" => "dark",
                "documentName" => "v1",
                _ => name,
            });
    }
}
