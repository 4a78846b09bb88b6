using System.ComponentModel.DataAnnotations;

namespace Vitrine.Features.Accounts;

/// <summary>Section <c>SignIn</c>: how many wrong passwords are taken before further ones are told to wait.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>The time in which wrong ones are counted, and after which they are forgotten.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "must be 00:00:10 to 1.00:00:00.")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For one name, from one network.</summary>
    [Range(1, 1000, ErrorMessage = "must be 1 to 1000.")]
    public int WrongForNameFromNetwork { get; set; } = 10;

    /// <summary>For one name, from anywhere: more, or a guesser elsewhere would keep its owner out.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int WrongForName { get; set; } = 100;

    /// <summary>From one network, with any name.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int WrongFromNetwork { get; set; } = 50;
}
