using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Mailing;
using Vitrine.Settings;

namespace Vitrine.Tests.Library.Mailing;

/// <summary>Letters over a real SMTP conversation: what is in them, and what becomes of them when the server does not want them.</summary>
public sealed class LetterTests : IAsyncLifetime
{
    private static readonly Letter Hello = new("anna@example.org", "A greeting", "Hello", ["One & two.", "<b>Three</b>"], "/join/abc", "Come in");

    private readonly SmtpListener server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_letter_comes_as_text_and_as_html_with_a_link_to_the_configured_address()
    {
        await using var world = await World.StartAsync(server.Settings(("Mail:Username", "site"), ("Mail:Password", "secret")));
        await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
        var letter = server.Next();

        Assert.Equal(("Our photos", "photos@example.org"), (letter.From.Mailboxes.Single().Name, letter.From.Mailboxes.Single().Address));
        Assert.Equal("anna@example.org", letter.To.Mailboxes.Single().Address);
        Assert.Equal(("Hello", "auto-generated"), (letter.Subject, letter.Headers["Auto-Submitted"]));
        Assert.Contains("One & two.\r\n\r\n<b>Three</b>\r\n\r\nCome in:\r\nhttps://photos.example.org/join/abc", letter.TextBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains("<p>One &amp; two.</p><p>&lt;b&gt;Three&lt;/b&gt;</p><p><a href=\"https://photos.example.org/join/abc\">Come in</a>", letter.HtmlBody, StringComparison.Ordinal);
        Assert.Contains(server.Said, said => said.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
        Assert.Contains("EHLO photos.example.org", server.Said);
    }

    [Fact]
    public async Task No_text_of_anybody_becomes_a_header()
    {
        await using var world = await World.StartAsync(server.Settings());
        await world.Get<Outbox>().SendAsync(Hello with { Subject = "Hi\r\nBcc: eve@example.org\r\n\r\nBuy", Lines = ["a\r\n.\r\nMAIL FROM:<eve@example.org>\r\n"] }, world.Ada.Id, Cancel);
        var letter = server.Next();

        Assert.Equal(("Hi  Bcc: eve@example.org    Buy", 0), (letter.Subject, letter.Bcc.Count));
        Assert.Single(server.Said, said => said.StartsWith("MAIL FROM", StringComparison.Ordinal));
        Assert.Single(server.Said, said => said.StartsWith("RCPT TO", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("anna@example.org", true)]
    [InlineData("a.b+c@mail.example.co.uk", true)]
    [InlineData("anna@example.org\r\nBcc: eve@example.org", false)]
    [InlineData("anna@example.org\n", false)]
    [InlineData("anna@example.org, eve@example.org", false)]
    [InlineData("Anna <anna@example.org>", false)]
    [InlineData("\"a b\"@example.org", false)]
    [InlineData("anna@[127.0.0.1]", false)]
    [InlineData("anna@localhost", false)]
    [InlineData("@example.org", false)]
    [InlineData("anna@ex\u00e4mple.org", false)]
    [InlineData("", false)]
    public void Only_one_plain_address_is_an_address(string text, bool isOne) => Assert.Equal(isOne, MailAddresses.IsOne(text));

    [Fact]
    public async Task What_a_server_refuses_for_good_is_not_tried_again_and_admins_see_why()
    {
        server.Refusal = "550 5.1.1 no such mailbox";
        await using var world = await World.StartAsync(server.Settings());
        await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
        var state = await StateAsync(world, state => state.Failed.Count > 0);

        Assert.Equal(("anna@example.org", "A greeting"), (state.Failed[0].To, state.Failed[0].About));
        Assert.Contains("550", state.Failed[0].Why, StringComparison.Ordinal);
        using var ada = await world.BrowserOfAsync(world.Ada);
        var page = (await ada.PageAsync("/admin/work")).Body!.TextContent;
        Assert.Contains("no such mailbox", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/join/abc", page, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task What_a_server_does_not_take_now_it_is_asked_again_and_the_trouble_is_told_until_it_is_over()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        server.Refusal = "450 4.2.0 greylisted";
        await using var world = await World.StartAsync(server.Settings(), time);
        await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
        Assert.Contains("greylisted", (await StateAsync(world, state => state.Waits is not null)).Waits!.Why, StringComparison.Ordinal);
        using (var ada = await world.BrowserOfAsync(world.Ada)) Assert.Contains("Letters wait since", (await ada.PageAsync("/admin/work")).Body!.TextContent, StringComparison.Ordinal);

        server.Refusal = null;
        await StateAsync(world, state => state.Waits is null, () => { if (server.IsQuiet) time.Advance(TimeSpan.FromSeconds(5)); });
        Assert.Equal("Hello", server.Next().Subject);
        Assert.Equal(0, server.Count);
    }

    [Fact]
    public async Task After_half_a_day_a_letter_is_given_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        server.Refusal = "450 4.2.0 greylisted";
        await using var world = await World.StartAsync(server.Settings(), time);
        await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
        var state = await StateAsync(world, state => state.Failed.Count > 0, () => time.Advance(TimeSpan.FromMinutes(10)));

        // A conversation that the test's clock overtook counts as one that hung.
        Assert.Contains("127.0.0.1", state.Failed[0].Why, StringComparison.Ordinal);
        Assert.InRange(server.Connections, 2, 30);
    }

    [Fact]
    public async Task Where_encryption_is_wanted_and_not_to_be_had_nothing_is_sent_and_no_password_said()
    {
        await using var world = await World.StartAsync(server.Settings(("Mail:Security", "starttls"), ("Mail:Username", "site"), ("Mail:Password", "secret")));
        await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
        Assert.Contains("STARTTLS", (await StateAsync(world, state => state.Waits is not null)).Waits!.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Said, said => said.StartsWith("AUTH", StringComparison.Ordinal) || said.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_its_own_making_gets_nothing_and_one_that_is_trusted_does()
    {
        using var certificate = SelfSigned();
        server.Certificate = certificate;
        var settings = server.Settings(("Mail:Security", "starttls"), ("Mail:Username", "site"), ("Mail:Password", "secret"));
        await using (var world = await World.StartAsync(settings))
        {
            await world.Get<Outbox>().SendAsync(Hello, world.Ada.Id, Cancel);
            Assert.Contains("could not be trusted", (await StateAsync(world, state => state.Waits is not null)).Waits!.Why, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Said, said => said.StartsWith("AUTH", StringComparison.Ordinal));
        }

        await using var trusting = await World.StartAsync(settings, replace: services => services.AddSingleton<RemoteCertificateValidationCallback>((_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString()));
        await trusting.Get<Outbox>().SendAsync(Hello, trusting.Ada.Id, Cancel);
        Assert.Equal("Hello", server.Next().Subject);
        Assert.Contains(server.Said, said => said.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_holds_up_no_page_and_is_left_after_half_a_minute()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        server.Hangs = true;
        await using var world = await World.StartAsync(server.Settings(), time);
        using var stranger = world.Browser();
        await world.Get<IAccountCatalog>().SetMailAsync(world.Ben.Id, "ben@example.org", noDigest: false, Cancel);
        using var asked = await stranger.SubmitAsync("/login/forgotten", "/login/forgotten", ("name", "Ben"));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        await PollAsync(() => Task.FromResult(server.Connections > 0));
        Assert.NotNull(await stranger.PageAsync("/login")); // while the job hangs
        Assert.Contains("did not answer", (await StateAsync(world, state => state.Waits is not null, () => time.Advance(TimeSpan.FromSeconds(5)))).Waits!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_whether_the_server_would_take_a_letter_and_sends_none()
    {
        await using (var world = await World.StartAsync(server.Settings(("Mail:Username", "site"), ("Mail:Password", "secret"))))
            Assert.Null((await FactAsync(world)).Warning);
        await using (var world = await World.StartAsync(server.Settings(("Mail:Username", "site"), ("Mail:Password", "not it"))))
        {
            var fact = await FactAsync(world);
            Assert.Contains("VITRINE_MAIL__PASSWORD", fact.Warning, StringComparison.Ordinal);
            Assert.DoesNotContain("not it", fact.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(server.Said, said => said.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Site:Url", null, "VITRINE_SITE__URL")]
    [InlineData("Mail:From", null, "VITRINE_MAIL__FROM")]
    [InlineData("Mail:From", "Eve <a@example.org>, b@example.org", "VITRINE_MAIL__FROM")]
    [InlineData("Mail:Security", "maybe", "VITRINE_MAIL__SECURITY")]
    public async Task A_site_with_half_a_setting_does_not_start(string name, string? value, string named)
    {
        var settings = server.Settings();
        settings[name] = value;
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => World.StartAsync(settings));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<SiteFact> FactAsync(World world)
    {
        foreach (var examination in world.Site.Services.GetServices<IExamination>())
        {
            if ((await examination.ExamineAsync(Cancel)).FirstOrDefault(fact => fact.Name == "Mail") is { } fact) return fact;
        }

        throw new InvalidOperationException("Nobody says how the mail is.");
    }

    private static async Task<MailState> StateAsync(World world, Func<MailState, bool> until, Action? meanwhile = null)
    {
        MailState state = null!;
        await PollAsync(async () =>
        {
            meanwhile?.Invoke();
            return until(state = await world.Get<MailTrouble>().ReadAsync(Cancel));
        });
        return state;
    }

    private static async Task PollAsync(Func<Task<bool>> until)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, Cancel))
        {
            if (await until()) return;
        }

        throw new TimeoutException("It did not come to that.");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
