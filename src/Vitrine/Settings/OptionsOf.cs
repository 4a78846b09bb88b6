using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vitrine.Settings;

/// <summary>How every part gets its options: bound from its section, checked at start, errors naming the setting.</summary>
public static class OptionsOf
{
    public static OptionsBuilder<T> AddOptionsOf<T>(this IServiceCollection services, IConfiguration settings, string section)
        where T : class, new()
    {
        services.AddSingleton<IValidateOptions<T>>(new AnnotationCheck<T>(section));
        services.AddSingleton(s => new Live<T>(
            s.GetRequiredService<IOptions<T>>(), s.GetServices<IValidateOptions<T>>(), s.GetRequiredService<ChosenSettings>(), settings, section, s.GetRequiredService<ILogger<Live<T>>>()));
        return services.AddOptions<T>().Configure(options => Bind(options, settings, section)).ValidateOnStart();
    }

    /// <summary>Lets admins choose one of a part's settings while the site runs; whoever uses it asks <see cref="Live{T}"/>.</summary>
    public static IServiceCollection AddEditable<T>(this IServiceCollection services, IConfiguration settings, string section, string key)
        where T : class, new() => services.AddSingleton<EditableSetting>(s => new EditableSetting<T>(s.GetRequiredService<Live<T>>(), settings, section, key));

    /// <summary>The name a person sets: <c>VITRINE_SITE__PORT</c>.</summary>
    public static string NameOf(string section, string key) => $"VITRINE_{section}__{key}".Replace(":", "__").ToUpperInvariant();

    internal static void Bind<T>(T options, IConfiguration settings, string section)
        where T : class
    {
        try
        {
            settings.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(section, typeof(T), [Explain(unreadable, section)]);
        }
    }

    private static string Explain(InvalidOperationException unreadable, string section)
    {
        // The binder says: Failed to convert configuration value 'x' at 'SITE:PORT' to type 'System.Int32'.
        var quoted = unreadable.Message.Split('\'');
        return quoted.Length > 5
            ? $"VITRINE_{quoted[3].Replace(":", "__").ToUpperInvariant()} is '{quoted[1]}', which is not a {Plain(quoted[5])}."
            : $"A setting of section {section} cannot be read: {unreadable.Message}";
    }

    private static string Plain(string type) => type switch
    {
        "System.Boolean" => "true or false",
        "System.TimeSpan" => "time such as 1.00:00:00 (days.hours:minutes:seconds)",
        _ => "number of the right size",
    };

    private sealed class AnnotationCheck<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var found = new List<ValidationResult>();
            if (Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true))
                return ValidateOptionsResult.Success;
            return ValidateOptionsResult.Fail(found.Select(result =>
                $"{string.Join(", ", result.MemberNames.Select(key => NameOf(section, key)))}: {result.ErrorMessage}"));
        }
    }
}
