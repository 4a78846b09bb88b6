using Microsoft.Extensions.Options;
using Vitrine.Jobs;
using Vitrine.Settings;

namespace Vitrine.Library.Mailing;

public static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration settings)
    {
        var url = settings["Site:Url"];
        var isOn = !string.IsNullOrEmpty(settings[$"{MailOptions.Section}:{nameof(MailOptions.Host)}"]);
        services.AddOptionsOf<MailOptions>(settings, MailOptions.Section).Validate(
            mail => !mail.IsOn || !string.IsNullOrEmpty(url), "VITRINE_SITE__URL must be set where mail is: links in letters lead there and nowhere else.");
        services
            .AddSingleton(s => new LetterWriting(s.GetRequiredService<IOptions<MailOptions>>(), new Uri(string.IsNullOrEmpty(url) ? "http://localhost" : url), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<Smtp>()
            .AddSingleton<MailTrouble>()
            .AddSingleton<Outbox>()
            .AddSingleton<IExamination, MailExamination>()
            .AddSingleton<LetterTexts>()
            .AddSingleton(new JobKind(Outbox.JobKind)).AddSingleton<IJobHandler, LetterJob>()
            .AddSingleton(new JobKind(ForgottenPasswordJob.JobKind)).AddSingleton<IJobHandler, ForgottenPasswordJob>();
        if (isOn) services.AddSingleton(new JobLane(Lanes.Mail, Workers: 1)).AddSingleton<GuestDigest>().AddHostedService(s => s.GetRequiredService<GuestDigest>());
        return services;
    }
}
