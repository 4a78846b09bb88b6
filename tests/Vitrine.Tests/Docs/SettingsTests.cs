using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Vitrine.Settings;

namespace Vitrine.Tests.Docs;

public partial class SettingsTests
{
    [Fact]
    public async Task Settings_md_lists_every_setting_with_its_default_and_no_other()
    {
        var written = Row().Matches(await Repository.ReadAsync("docs/settings.md")).Select(row => (Name: row.Groups[1].Value, Default: row.Groups[2].Value));

        Assert.Equal(Known().OrderBy(setting => setting.Name), written.OrderBy(setting => setting.Name));
    }

    private static IEnumerable<(string Name, string Default)> Known() =>
        from type in typeof(Program).Assembly.GetTypes()
        let section = SectionOf(type)
        where section is not null
        from setting in Settings(type, section)
        select setting;

    private static IEnumerable<(string Name, string Default)> Settings(Type type, string section)
    {
        var defaults = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            if (property.PropertyType.IsClass && property.PropertyType.Assembly == type.Assembly)
            {
                foreach (var inner in Settings(property.PropertyType, $"{section}:{property.Name}")) yield return inner;
            }
            else yield return (OptionsOf.NameOf(section, property.Name), Text(property.GetValue(defaults)));
        }
    }

    private static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static string Text(object? value) => value switch
    {
        bool choice => choice ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex(@"^\| `(VITRINE_[A-Z_0-9]+)` \|\s*`?([^`|]*?)`?\s*\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
