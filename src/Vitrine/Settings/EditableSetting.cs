using System.Globalization;
using System.Reflection;

namespace Vitrine.Settings;

/// <summary>One setting that admins may also choose while the site runs. Values are text, as they would be written in the environment.</summary>
public abstract class EditableSetting
{
    /// <summary>E.g. <c>Site:Name</c>.</summary>
    public abstract string Path { get; }

    /// <summary>E.g. <c>VITRINE_SITE__NAME</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The file, the environment or the command line says it: then no choice counts.</summary>
    public abstract bool IsGiven { get; }

    /// <summary>What is in force.</summary>
    public abstract string Now { get; }

    /// <summary>What is in force where nobody says anything.</summary>
    public abstract string Default { get; }

    /// <summary>Why a value cannot be used, as the end of a sentence about it, or null.</summary>
    public abstract string? Refuse(string value);

    internal static string Text(object? value) => value switch
    {
        bool choice => choice ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}

internal sealed class EditableSetting<T>(Live<T> live, IConfiguration given, string section, string key) : EditableSetting
    where T : class, new()
{
    private readonly PropertyInfo property = typeof(T).GetProperty(key) ?? throw new InvalidOperationException($"{typeof(T)} has no {key}.");

    public override string Path => $"{section}:{key}";

    public override string Name => OptionsOf.NameOf(section, key);

    public override bool IsGiven => given[Path] is not null;

    public override string Now => Text(property.GetValue(live.Value));

    public override string Default => Text(property.GetValue(new T()));

    public override string? Refuse(string value)
    {
        if (live.Try([KeyValuePair.Create(Path, value)]).Wrong is not [var wrong, ..]) return null;
        return wrong.StartsWith($"{Name}: ", StringComparison.Ordinal) ? wrong[(Name.Length + 2)..] : wrong;
    }
}
